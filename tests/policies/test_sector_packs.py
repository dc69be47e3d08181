from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import pack, placements, polish
from policies.kinds import Kind
from policies.polish import Bounds
from tests.policies.conftest import TODAY, elsewhere, rule

LATER = date(2026, 11, 22)  # when each trade has its own rule
# trade: what is said of an AI-generated portrait shown to everybody, most polish, least skin detail
TRADES = {
    "finance": ("deny", 0.7, 0.8),
    "legal": ("deny", 0.7, 0.8),
    "healthcare": ("deny", 0.5, 0.9),
    "government": ("deny", 0.5, 0.9),
    "education": ("review", 0.6, 0.85),
    "creative": ("allow", 1.0, 0.6),
    "nonprofit": ("review", 0.5, 0.9),
    "any": ("review", 1.0, 0.0),
}


def bounds(shipped, sector, *keys):
    chosen = [placements.get(key) for key in keys or placements.catalogue()]
    return polish.bounds(shipped, LATER, jurisdictions=["DE"], sector=sector, chosen=chosen)


@pytest.mark.requirement("R44")
@pytest.mark.parametrize("sector", TRADES)
def test_each_trade_has_its_word_about_ai(ask, sector):
    assert ask(Kind.AI_GENERATED, "website", "EU", sector=sector, on=LATER).decision == TRADES[sector][0]
    assert ask(Kind.CAMERA, "website", "EU", sector=sector, on=LATER).decision == "allow"


@pytest.mark.requirement("R42")
@pytest.mark.requirement("R43")
@pytest.mark.parametrize("sector", TRADES)
def test_each_trade_has_its_range_of_polish_and_its_least_skin_detail(shipped, sector):
    found = bounds(shipped, sector)
    assert (found.high, found.texture) == TRADES[sector][1:]


@pytest.mark.requirement("R41")
def test_what_ai_may_do_and_how_far_software_refines_are_said_by_different_rules(shipped):
    said = [each for each in shipped if each.id.startswith("sector-")]
    spoken = {each.id: (bool(each.kinds), bool(each.polish), bool(each.styling)) for each in said}
    assert len(spoken) == 22
    assert all(sum(words) == 1 for words in spoken.values())


@pytest.mark.requirement("R57", "R41")
def test_a_picture_refined_further_than_the_trade_takes_is_denied_whatever_made_it(ask):
    said = ask(Kind.AUTO_ENHANCED, "website", "EU", sector="healthcare", polish=0.65)
    assert said.decision == "deny"
    (finding,) = [each for each in said.findings if each.rule_id == "sector-health-polish"]
    assert "up to 0.50" in finding.sentence
    assert "less polish" in finding.remedy
    assert ask(Kind.AUTO_ENHANCED, "website", "EU", sector="healthcare", polish=0.5).decision == "allow"
    assert ask(Kind.AUTO_ENHANCED, "website", "EU", sector="any", polish=1.0).decision == "allow"


@pytest.mark.requirement("R43")
def test_a_picture_that_keeps_less_skin_detail_than_the_trade_wants_is_denied(ask):
    asked = {"sector": "healthcare", "on": LATER, "polish": 0.4}
    said = ask(Kind.AUTO_ENHANCED, "website", "EU", **asked, texture=0.7)
    assert said.decision == "deny"
    (finding,) = [each for each in said.findings if each.decision == "deny"]
    assert finding.sentence.endswith("at least 90% of the photo's skin detail stays here, and this one has 70%.")
    assert ask(Kind.AUTO_ENHANCED, "website", "EU", **asked, texture=0.9).decision == "allow"
    assert ask(Kind.AUTO_ENHANCED, "website", "EU", **asked, texture=None).decision == "allow"


def test_the_bounds_of_a_placement_bind_where_the_picture_is_to_be_shown_and_anchors_bind_nobody():
    only = rule("only", polish={"max": 0.4}, platform=frozenset({"intranet"}))
    badge = rule("badge", polish={"max": 0.0}, platform=frozenset({"id_badge"}))
    given_rules = {"rules": [only, badge], "on": TODAY, "jurisdictions": ["DE"], "sector": "any"}
    assert polish.bounds(**given_rules, chosen=[placements.get("directory")]).high == 0.4
    assert polish.bounds(**given_rules, chosen=[placements.get("linkedin")]) == Bounds()
    assert polish.bounds(**given_rules, chosen=[placements.get("id_badge")]) == Bounds()


POLISH = st.dictionaries(st.sampled_from(["min", "max", "min_texture"]), st.floats(0, 1), min_size=1)


@given(st.lists(POLISH, max_size=5), POLISH, st.floats(0, 1))
def test_one_more_rule_never_lets_software_go_further(few, another, wanted):
    rules = [rule(f"rule-{number}", polish=said) for number, said in enumerate(few)]
    more = [*rules, rule("another", polish=another)]
    ask_in = {"on": TODAY, "jurisdictions": [], "sector": "any", "chosen": [elsewhere("x")]}
    before, after = polish.bounds(rules, **ask_in), polish.bounds(more, **ask_in)
    assert after.high <= before.high
    assert after.texture >= before.texture
    assert after.low <= after.high
    assert after.low <= after.clamp(wanted) <= after.high
    assert polish.bounds(more[::-1], **ask_in) == after


@pytest.mark.parametrize(
    ("university", "generated"),
    [("alabama", "deny"), ("simmons", "deny"), ("mcneese", "review"), ("nebraska", "deny")],
)
def test_the_example_universities_can_be_loaded_and_say_what_they_are_said_to_say(university, generated):
    path = pack.FOLDER / "examples" / "universities.yaml"
    (found,) = [each for each in pack.rules([path]) if university in each.id]
    assert found.decision_for(Kind.AI_GENERATED) == generated
    assert found.decision_for(Kind.CAMERA) == "silent"
    assert found.layer == "organisation"
    assert all(source.url.startswith("https://") and source.seen == "excerpt" for source in found.source)
