from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import placements
from policies.engine import Decision, assess
from policies.facts import Facts
from policies.kinds import Kind
from policies.vocabulary import Channel, Layer, Level, strictness
from tests.policies.conftest import TODAY, rule

NAMES = st.integers(0, 50).map("rule-{}".format)
LEVELS = [Level.REQUIRED, Level.RECOMMENDED, Level.FORBIDDEN, Level.SILENT, Level.NOT_APPLICABLE]
KINDS = st.sampled_from([Kind.CAMERA, Kind.AUTO_ENHANCED, Kind.AI_GENERATED])
PLACEMENTS = st.sampled_from(list(placements.catalogue().values()))


@st.composite
def rules(draw, names=NAMES, decisions=tuple(Decision)):
    channels = st.dictionaries(st.sampled_from(list(Channel)), st.sampled_from(LEVELS), max_size=3)
    return rule(
        draw(names),
        layer=draw(st.sampled_from([Layer.LAW, Layer.PLATFORM, Layer.SECTOR, Layer.ORGANISATION])),
        kinds=draw(st.dictionaries(KINDS, st.sampled_from(decisions), max_size=3)),
        disclosure=draw(st.dictionaries(KINDS.map(str), channels, max_size=3)),
        max_age_days=draw(st.dictionaries(KINDS, st.integers(1, 400), max_size=2)),
        polish=draw(st.dictionaries(st.sampled_from(["max", "min_texture"]), st.sampled_from([0.5, 0.8]), max_size=2)),
        jurisdiction=frozenset(draw(st.sampled_from([("any",), ("EU",), ("US", "CN")]))),
        effective_from=draw(st.sampled_from([date(2020, 1, 1), date(2026, 11, 21), date(2027, 1, 1)])),
    )


@st.composite
def facts(draw):
    return Facts(
        kind=draw(KINDS),
        jurisdictions=frozenset(draw(st.sets(st.sampled_from(["DE", "US-IL", "CN", "CH"])))),
        audience=draw(st.sampled_from(["public", "internal"])),
        depicts_age_days=draw(st.none() | st.integers(0, 800)),
        polish=draw(st.none() | st.floats(0, 1)),
        texture=draw(st.none() | st.floats(0, 1.5)),
    )


SETS = st.lists(rules(), max_size=6, unique_by=lambda each: each.id)
ANOTHER = rules(names=st.just("another"))


def spoken(verdict):
    """How strict the rules' own words are: silence, which a person fills, is below a permission."""
    words = [each.decision for each in verdict.findings if each.rule_id != "nobody-speaks"]
    return max(map(strictness, words), default=0)


@pytest.mark.requirement("N02")
@pytest.mark.requirement("R45")
@settings(max_examples=200)
@given(facts(), SETS, ANOTHER, PLACEMENTS)
def test_one_more_rule_never_loosens_what_the_others_said(given_facts, few, another, placement):
    before = assess(given_facts, few, placement, TODAY)
    after = assess(given_facts, [*few, another], placement, TODAY)
    assert spoken(after) >= spoken(before)
    if spoken(before):
        assert strictness(after.decision) >= strictness(before.decision)


@pytest.mark.requirement("N02")
@given(
    facts(),
    SETS,
    rules(names=st.just("another"), decisions=(Decision.SILENT, Decision.REVIEW, Decision.DENY)),
    PLACEMENTS,
)
def test_a_rule_without_a_permission_never_loosens_a_verdict_not_even_silence(given_facts, few, another, placement):
    before = assess(given_facts, few, placement, TODAY).decision
    assert strictness(assess(given_facts, [*few, another], placement, TODAY).decision) >= strictness(before)


@given(facts(), SETS, ANOTHER, PLACEMENTS)
def test_one_more_rule_never_takes_a_demanded_label_away(given_facts, few, another, placement):
    demanding = {Level.REQUIRED, Level.CONFLICT, Level.UNAVAILABLE}

    def demanded(verdict):
        return {duty.channel for duty in verdict.duties if duty.level in demanding and duty.channel in by_rules}

    by_rules = {
        channel
        for each in few
        if each.in_force(TODAY) and each.applies_to(given_facts, placement)
        for channel, level in each.duties_for(given_facts.kind).items()
        if level is Level.REQUIRED
    }
    before = demanded(assess(given_facts, few, placement, TODAY))
    assert before == by_rules
    assert demanded(assess(given_facts, [*few, another], placement, TODAY)) == by_rules


@pytest.mark.requirement("N02")
@given(facts(), SETS, PLACEMENTS, st.randoms())
def test_the_order_of_the_rules_does_not_matter_and_a_verdict_can_be_replayed(given_facts, few, placement, random):
    shuffled = random.sample(few, len(few))
    assert assess(given_facts, shuffled, placement, TODAY) == assess(given_facts, few, placement, TODAY)


@given(facts(), SETS, PLACEMENTS, st.sampled_from(["DE", "US-IL", "CN", "CH"]))
def test_one_more_place_never_loosens_what_the_rules_said(given_facts, few, placement, place):
    wider = Facts.from_json({**given_facts.as_json(), "jurisdictions": [*given_facts.jurisdictions, place]})
    assert spoken(assess(wider, few, placement, TODAY)) >= spoken(assess(given_facts, few, placement, TODAY))
