"""What has to stand beside a picture: complete or not, a warning or a refusal, by the rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import placements
from policies.companions import wanted
from policies.engine import Decision, assess
from policies.facts import Facts
from policies.kinds import Kind
from policies.rules import Companions, parse
from policies.vocabulary import Companion, strictness
from tests.policies.conftest import GOOD, TODAY, rule

PAGE = placements.get("public_page")
ALL = frozenset(Companion)
AI = frozenset({Kind.AI_GENERATED})


def asking(missing=Decision.DENY, items=ALL, rule_id="asking"):
    beside = Companions(frozenset(items), AI, missing)
    return rule(rule_id, companions=beside, kinds={Kind.AI_GENERATED: Decision.ALLOW, Kind.CAMERA: Decision.ALLOW})


def said(rules, *there, real=True, kind=Kind.AI_GENERATED):
    facts = Facts(kind, frozenset({"DE"}), "public", has_current_real_photo=real, companions=frozenset(there))
    return assess(facts, rules, PAGE, TODAY)


@pytest.mark.requirement("R54")
@pytest.mark.parametrize(("missing", "severity"), [(Decision.REVIEW, "warning"), (Decision.DENY, "blocking")])
def test_what_is_missing_beside_an_ai_picture_warns_or_blocks_as_the_rule_says(missing, severity):
    verdict = said([asking(missing)], "bio")
    assert verdict.decision is missing
    (finding,) = [each for each in verdict.findings if each.decision is missing]
    assert finding.severity == severity
    assert "a link to their work" in finding.sentence
    assert "a few words" not in finding.sentence
    assert finding.remedy == "The person adds a link to their work on their public page."
    assert said([asking(missing)], "bio", "work_link").decision == "allow"


@pytest.mark.requirement("R55")
@pytest.mark.parametrize("real", [False, None])
def test_ai_stands_only_beside_a_current_real_photo_on_file_and_where_nobody_looked_there_is_none(real):
    verdict = said([asking(items={Companion.REAL_PHOTO})], real=real)
    assert verdict.decision == "deny"
    assert verdict.findings[0].remedy == "Add a real photo of these days."
    assert said([asking(items={Companion.REAL_PHOTO})]).decision == "allow"


def test_a_real_photo_needs_nothing_beside_it():
    assert said([asking()], kind=Kind.CAMERA, real=False).decision == "allow"


@given(st.lists(st.tuples(st.sets(st.sampled_from(list(Companion)), min_size=1), st.sampled_from(["review", "deny"])), max_size=4),
       st.sets(st.sampled_from(["bio", "work_link"])), st.booleans(), st.sampled_from(list(Companion)))  # fmt: skip
def test_more_rules_never_ask_for_less_and_more_beside_it_never_hurts(asked, there, real, item):
    rules = [asking(Decision(missing), items, rule_id=f"r{n}") for n, (items, missing) in enumerate(asked)]
    before = strictness(said(rules, *there, real=real).decision)
    assert (
        strictness(said([*rules, asking(items={item}, rule_id="more")], *there, real=real).decision) >= before
        or not rules
    )
    assert strictness(said(rules, "bio", "work_link", real=True).decision) <= before


def test_the_strictest_answer_to_an_absence_is_told():
    facts = Facts(Kind.AI_GENERATED, frozenset(), "public")
    mild, strict = asking(Decision.REVIEW), asking(Decision.DENY, {Companion.BIO}, rule_id="strict")
    assert wanted(facts, [mild, strict]) == {
        Companion.REAL_PHOTO: "review", Companion.BIO: "deny", Companion.WORK_LINK: "review"
    }  # fmt: skip


def test_a_rule_of_a_pack_says_it_and_kept_facts_tell_it_again():
    body = {**GOOD, "companions": {"items": ["bio"], "kinds": ["ai_generated"], "missing": "deny"}}
    assert parse(body).companions == Companions(frozenset({Companion.BIO}), AI, Decision.DENY)
    facts = Facts(Kind.AI_GENERATED, frozenset({"DE"}), "public", companions=frozenset({"bio"}))
    assert Facts.from_json(facts.as_json()) == facts
    old = {name: value for name, value in facts.as_json().items() if name != "companions"}
    assert Facts.from_json(old).companions is None


def test_the_shipped_default_warns_before_an_ai_picture_stands_alone(ask):
    later = date(2026, 11, 28)
    facts = {"on": later, "sector": "creative", "has_current_real_photo": True}
    assert ask(Kind.AI_GENERATED, "website", "DE", **facts, companions=frozenset()).decision == "review"
    both = frozenset({"bio", "work_link"})
    assert ask(Kind.AI_GENERATED, "website", "DE", **facts, companions=both).decision == "allow"
