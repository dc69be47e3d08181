from datetime import date, timedelta

import pytest

from policies import placements
from policies.engine import Decision, assess
from policies.facts import Facts
from policies.findings import ANCHOR_RULE, SILENCE_RULE, Severity
from policies.kinds import REAL_CAPTURES, Kind
from policies.vocabulary import Layer, Status, strictness
from tests.policies.conftest import TODAY, elsewhere, rule

WEBSITE = placements.get("website")
BADGE = placements.get("id_badge")


def facts(kind=Kind.CAMERA, **said):
    plain = {"jurisdictions": frozenset({"EU"}), "audience": "public", "depicts_age_days": 100}
    return Facts(kind=kind, **{**plain, **said})


def decision(*rules, placement=WEBSITE, on=TODAY, **said):
    return assess(facts(**said), rules, placement, on).decision


def test_where_no_rule_speaks_a_person_decides_and_the_finding_says_so():
    verdict = assess(facts(), [], WEBSITE, TODAY)
    assert verdict.decision is Decision.REVIEW
    assert [each.rule_id for each in verdict.findings] == [SILENCE_RULE]
    assert "no rule speaks" in verdict.findings[0].sentence


@pytest.mark.requirement("R45")
def test_the_strictest_word_counts():
    allow, review, deny = (rule(said, kinds={Kind.CAMERA: Decision(said)}) for said in ("allow", "review", "deny"))
    assert decision(allow) is Decision.ALLOW
    assert decision(allow, review) is Decision.REVIEW
    assert decision(review, deny, allow) is Decision.DENY


def test_a_law_that_says_allow_grants_nothing():
    law = rule(layer=Layer.LAW, kinds={Kind.CAMERA: Decision.ALLOW})
    assert decision(law) is Decision.REVIEW


@pytest.mark.requirement("R46")
def test_a_rule_binds_from_its_first_day_to_its_last():
    dated = rule(
        kinds={Kind.CAMERA: Decision.DENY}, effective_from=date(2026, 1, 10), effective_until=date(2026, 1, 20)
    )
    day = timedelta(days=1)
    assert decision(dated, on=date(2026, 1, 10) - day) is Decision.REVIEW
    assert decision(dated, on=date(2026, 1, 10)) is Decision.DENY
    assert decision(dated, on=date(2026, 1, 20)) is Decision.DENY
    assert decision(dated, on=date(2026, 1, 20) + day) is Decision.REVIEW


def test_a_draft_binds_nobody():
    draft = rule(kinds={Kind.CAMERA: Decision.DENY}, status=Status.DRAFT)
    assert decision(draft) is Decision.REVIEW


def test_a_newer_version_takes_the_place_of_the_older_one_from_its_first_day():
    old = rule(kinds={Kind.CAMERA: Decision.DENY})
    new = rule(version=2, kinds={Kind.CAMERA: Decision.ALLOW}, effective_from=date(2026, 6, 1))
    assert decision(old, new, on=date(2026, 5, 31)) is Decision.DENY
    assert decision(old, new, on=date(2026, 6, 1)) is Decision.ALLOW


@pytest.mark.requirement("R45")
@pytest.mark.parametrize(
    "where",
    [
        {"jurisdiction": frozenset({"CN"})},
        {"sector": frozenset({"press"})},
        {"platform": frozenset({"linkedin"})},
        {"audience": frozenset({"internal"})},
        {"applies_if": {"has_current_real_photo": False}},
    ],
    ids=lambda where: next(iter(where)),
)
def test_a_rule_for_another_place_sector_platform_audience_or_condition_does_not_apply(where):
    deny = {"kinds": {Kind.CAMERA: Decision.DENY}}
    assert decision(rule(**deny)) is Decision.DENY
    assert decision(rule(**deny, **where)) is Decision.REVIEW


def test_a_rule_of_the_union_binds_in_a_member_state():
    deny = rule(jurisdiction=frozenset({"EU"}), kinds={Kind.CAMERA: Decision.DENY})
    assert decision(deny, jurisdictions=frozenset({"DE"})) is Decision.DENY
    assert decision(deny, jurisdictions=frozenset({"CH"})) is Decision.REVIEW


def test_a_picture_older_than_a_rule_allows_is_denied():
    limit = rule(kinds={Kind.CAMERA: Decision.ALLOW}, max_age_days={Kind.CAMERA: 183})
    assert decision(limit, depicts_age_days=183) is Decision.ALLOW
    assert decision(limit, depicts_age_days=184) is Decision.DENY


def test_a_picture_of_unknown_date_goes_to_a_person_where_a_rule_asks_for_its_age():
    limit = rule(kinds={Kind.CAMERA: Decision.ALLOW}, max_age_days={Kind.CAMERA: 183})
    verdict = assess(facts(depicts_age_days=None), [limit], WEBSITE, TODAY)
    assert verdict.decision is Decision.REVIEW
    assert verdict.findings[0].remedy == "Give the day on which the photo was taken."


@pytest.mark.requirement("N03")
@pytest.mark.parametrize("kind", list(Kind))
def test_an_anchor_takes_real_captures_only_whatever_the_rules_allow(kind):
    generous = rule(kinds=dict.fromkeys(Kind, Decision.ALLOW))
    verdict = assess(facts(kind), [generous], BADGE, TODAY)
    assert (verdict.decision is Decision.ALLOW) == (kind in REAL_CAPTURES)


@pytest.mark.requirement("N03")
def test_an_anchor_says_why_it_refuses():
    finding = assess(facts(Kind.AUTO_ENHANCED), [], BADGE, TODAY).findings[0]
    assert finding.rule_id == ANCHOR_RULE
    assert "an identity check reads this picture: only a real photo may be shown" in finding.sentence
    assert finding.severity is Severity.BLOCKING
    assert finding.remedy


@pytest.mark.requirement("N02")
def test_each_finding_carries_its_rule_version_clause_and_source(ask):
    verdict = ask(Kind.AI_GENERATED, elsewhere("upwork"), "EU")
    finding = next(each for each in verdict.findings if each.rule_id == "upwork-profile-photo")
    assert finding.version == 1
    assert "genuine photo" in finding.clause
    assert finding.source.url.startswith("https://support.upwork.com/")
    assert finding.remedy == "This rule takes a camera photo or a phone photo merged from several frames."
    assert all(each.sentence for each in verdict.findings)


def test_the_strictest_finding_comes_first(ask):
    verdict = ask(Kind.AI_GENERATED, elsewhere("upwork"), "EU")
    order = [strictness(each.decision) for each in verdict.findings]
    assert len(set(order)) > 1
    assert order == sorted(order, reverse=True)


def test_a_verdict_and_its_facts_are_plain_data_that_can_be_asked_again(shipped):
    given = facts(Kind.AI_GENERATED, has_current_real_photo=False)
    verdict = assess(given, shipped, WEBSITE, TODAY)
    again = assess(Facts.from_json(given.as_json()), shipped, WEBSITE, TODAY)
    assert verdict.as_json() == again.as_json()
    assert verdict.as_json()["decision"] == "deny"
