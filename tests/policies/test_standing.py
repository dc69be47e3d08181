from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.differences import differences
from policies.engine import Decision
from policies.standing import Standing, Standings, of_verdict
from tests.policies.conftest import GOOD, TODAY
from tests.policies.test_engine_properties import PLACEMENTS, SETS, facts

BADGE = ("visible_badge", ("AI",), 0.05)
NOTE = ("ui_context", (), None)


def standing(decision="allow", *labels):
    return Standing(Decision(decision), frozenset(labels))


@settings(max_examples=200)
@given(facts(), SETS, PLACEMENTS)
def test_a_remembered_standing_is_the_one_that_a_fresh_assessment_gives(given_facts, few, placement):
    known = Standings(few, TODAY)
    known.of(replace(given_facts, depicts_age_days=(given_facts.depicts_age_days or 0) + 1), placement)
    assert known.of(given_facts, placement) == of_verdict(known.verdict(given_facts, placement))


@settings(max_examples=200)
@given(facts(), SETS, PLACEMENTS)
def test_the_reasons_that_many_share_are_those_of_each(given_facts, few, placement):
    known = Standings(few, TODAY)
    fresh = known.verdict(given_facts, placement)
    strict = [found.as_json() for found in fresh.findings if found.decision in ("deny", "review")]
    assert known.reasons(given_facts, placement) == (strict, [duty.as_json() for duty in fresh.duties])


def test_what_is_denied_what_a_person_has_to_see_and_what_lacks_a_label_is_in_the_wrong():
    assert standing("deny").asks_more_than(standing("deny"))
    assert standing("review").asks_more_than(standing("allow"))
    assert standing("allow", BADGE).asks_more_than(standing("allow", NOTE))
    assert standing("allow", BADGE).asks_more_than(standing("allow", ("visible_badge", ("AI",), None)))


def test_what_was_approved_and_labelled_like_this_is_in_order():
    assert not standing("review", NOTE).asks_more_than(standing("review", NOTE, BADGE))
    assert not standing("allow").asks_more_than(standing("review", BADGE))


WORDS = st.fixed_dictionaries(
    {"title": st.text(max_size=3), "kinds": st.dictionaries(st.sampled_from(["camera", "ai"]), st.just("deny"))}
)


@given(WORDS, WORDS)
def test_two_versions_differ_exactly_where_their_words_do(one, other):
    before, after = {**GOOD, **one}, {**GOOD, **other}
    assert differences(before, before) == ()
    assert bool(differences(before, after)) == (one != other)
    there = {(each.field, each.before, each.after) for each in differences(before, after)}
    assert there == {(each.field, each.after, each.before) for each in differences(after, before)}
