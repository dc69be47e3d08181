"""What may stand behind people and what they are advised to wear: a trade's own part of closed lists."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import pack, placements, styling
from policies.kinds import Kind
from policies.pack import PackError
from policies.styling import UNSAID, Approved
from tests.policies.conftest import GOOD, TODAY, elsewhere, rule

LATER = date(2026, 11, 28)  # when each trade has its list
TRADES = ("finance", "legal", "healthcare", "government", "education", "creative", "nonprofit", "any")


def approved(rules, sector="any", *, on=LATER, places=None):
    chosen = placements.catalogue().values() if places is None else places
    return styling.approved(rules, on, jurisdictions=["DE"], sector=sector, chosen=chosen)


@pytest.mark.requirement("R49")
@pytest.mark.parametrize("sector", TRADES)
def test_each_trade_has_a_list_of_backdrops_and_of_clothes_of_its_own(shipped, sector):
    found = approved(shipped, sector)
    assert "own-room" in found.backdrops
    assert found.attire
    assert len(found.rule_ids) == 1
    assert ("bright-office" in found.backdrops) == (sector == "creative")  # a room that is not there
    assert all(found.backdrop_words)
    assert all(found.attire_words)


@pytest.mark.requirement("R23")
def test_the_schema_names_exactly_what_the_catalogue_lists():
    fields = json.loads(pack.schema("rule"))["properties"]["styling"]["properties"]
    assert fields["backdrops"]["items"]["enum"] == list(styling.catalogue().backdrops)
    assert fields["attire"]["items"]["enum"] == list(styling.catalogue().attire)


@pytest.mark.requirement("R23")
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("styling", {"backdrops": ["beach"]}),
        ("styling", {"attire": ["another-suit"]}),
        ("styling", {"clothing_change": ["jacket"]}),
        ("styling", {"body": ["slim"]}),
        ("styling", {}),
        ("styling", {"backdrops": []}),
        ("alterations", {"allowed": ["body_shape_change"]}),
        ("alterations", {"allowed": ["slimmer"]}),
        ("alterations", {"allowed": ["clothing_change"]}),
        ("alterations", {"allowed": ["age_change"]}),
    ],
)
def test_no_pack_can_allow_another_body_other_clothes_or_an_unlisted_backdrop(written, field, said):
    with pytest.raises(PackError) as refusal:
        pack.read(written({**GOOD, field: said}))
    (problem,) = refusal.value.problems
    assert problem.field.startswith(field)
    assert problem.line > 5


def test_where_no_rule_speaks_nothing_is_put_behind_a_person_that_was_not_there():
    assert approved([rule("silent")]) == Approved(UNSAID, (), ())


def test_a_list_of_one_place_binds_there_and_an_anchor_s_binds_nobody():
    only = rule("only", styling={"backdrops": ["own-room"]}, platform=frozenset({"intranet"}))
    badge = rule("badge", styling={"backdrops": ["light-grey"]}, platform=frozenset({"id_badge"}))
    assert approved([only, badge], places=[placements.get("directory")]).backdrops == ("own-room",)
    assert approved([only, badge], places=[placements.get("linkedin")]).backdrops == UNSAID
    assert approved([only, badge], places=[placements.get("id_badge")]).backdrops == UNSAID


LISTS = st.lists(st.sampled_from(list(styling.catalogue().backdrops)), min_size=1, unique=True)


@given(st.lists(LISTS, min_size=1, max_size=4), LISTS)
def test_one_more_list_only_takes_away_and_order_does_not_matter(few, another):
    rules = [rule(f"rule-{number}", styling={"backdrops": said}) for number, said in enumerate(few)]
    more = [*rules, rule("another", styling={"backdrops": another})]
    before, after = approved(rules, places=[elsewhere("x")]), approved(more, places=[elsewhere("x")])
    assert set(after.backdrops) <= set(before.backdrops)
    assert approved(more[::-1], places=[elsewhere("x")]) == after


@pytest.mark.requirement("R23")
def test_a_picture_before_an_unlisted_backdrop_is_denied_and_told_what_is_listed(ask):
    asked = {"sector": "healthcare", "on": LATER, "polish": 0.4}
    said = ask(Kind.AUTO_ENHANCED, "website", "EU", **asked, backdrop="dark-grey")
    assert said.decision == "deny"
    (finding,) = [each for each in said.findings if each.decision == "deny"]
    assert finding.rule_id == "sector-health-style"
    assert "a dark grey backdrop" in finding.sentence
    assert "your own background, a" not in finding.sentence
    assert "a light grey backdrop" in finding.remedy
    assert ask(Kind.AUTO_ENHANCED, "website", "EU", **asked, backdrop="light-grey").decision == "allow"
    assert ask(Kind.AUTO_ENHANCED, "website", "EU", **asked, backdrop=None).decision == "allow"
    assert ask(Kind.AUTO_ENHANCED, "website", "EU", **{**asked, "on": TODAY}, backdrop="dark-grey").decision == "allow"
