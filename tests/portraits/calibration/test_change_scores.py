"""Areas under curves, rates and intervals of one number over changed and unchanged pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from portraits.calibration.change_scores import Scores, alarms_at, area, interval, share_better

values = arrays.arrays(np.float64, st.integers(1, 30), elements=st.integers(0, 12).map(float))


def scores(changed, unchanged, people=None):
    labels = np.arange(len(changed) + len(unchanged)) < len(changed)
    who = np.arange(labels.size) if people is None else np.array(people)
    return Scores(np.concatenate([changed, unchanged]).astype(np.float64), labels, who)


@given(values, values)
def test_the_area_is_the_chance_that_a_changed_pair_lies_higher_ties_half(changed, unchanged):
    pairs = changed[:, None] - unchanged[None, :]
    chance = float(np.mean((pairs > 0) + (pairs == 0) / 2))
    assert area(scores(changed, unchanged).rates()) == pytest.approx(chance)


@given(values, values)
def test_the_area_of_the_negative_is_the_rest(changed, unchanged):
    there, back = scores(changed, unchanged), scores(-changed, -unchanged)
    assert area(there.rates()) + area(back.rates()) == pytest.approx(1)


@given(values, values, st.integers(2, 4))
def test_a_pair_that_was_drawn_twice_weighs_as_much_as_two(changed, unchanged, times):
    found = scores(changed, unchanged)
    weights = np.ones(found.values.size)
    weights[0] = times
    repeated = scores(np.concatenate([changed, np.repeat(changed[:1], times - 1)]), unchanged)
    assert area(found.rates(weights)) == pytest.approx(area(repeated.rates()))


@given(values, values, st.floats(0.05, 1))
def test_false_alarms_at_a_catch_are_those_over_the_limit_that_catches_so_many(changed, unchanged, catch):
    limits = [limit for limit in np.unique(changed) if np.mean(changed >= limit) >= catch - 1e-12]
    expected = np.mean(unchanged >= max(limits))
    assert alarms_at(scores(changed, unchanged).rates(), catch) == pytest.approx(expected)


def test_what_cannot_be_told_is_counted_apart_and_never_an_alarm():
    found = scores([3, np.nan], [1, 2, np.nan])
    assert found.counts() == (1, 2)
    assert found.above(1.5) == (1, 1)
    assert area(found.rates()) == 1


def test_the_interval_holds_the_area_and_is_wider_when_few_people_carry_many_pairs():
    rng = np.random.default_rng(3)
    changed, unchanged = rng.normal(1, 1, 40), rng.normal(0, 1, 120)
    alone = scores(changed, unchanged)
    crowded = scores(changed, unchanged, people=np.arange(160) % 8)
    low, high = interval(alone, area, seed=1)
    assert low < area(alone.rates()) < high
    assert 0 < low < high <= 1
    few_low, few_high = interval(crowded, area, seed=1)
    assert few_low < area(crowded.rates()) < few_high


def test_an_interval_of_one_person_is_that_of_one_value():
    low, high = interval(scores([2.0, 3.0], [1.0], people=[0, 0, 0]), area, seed=1)
    assert low == high == 1


def test_a_statistic_that_sees_beats_one_that_does_not_and_not_the_other_way_round():
    rng = np.random.default_rng(4)
    changed, unchanged = rng.normal(2, 1, 20), rng.normal(0, 1, 80)
    seeing, blind = scores(changed, unchanged), scores(rng.normal(0, 1, 20), rng.normal(0, 1, 80))
    assert share_better(seeing, blind, seed=1) > 0.95
    assert share_better(blind, seeing, seed=1) < 0.05


def test_two_statistics_are_compared_on_the_pairs_that_both_can_tell():
    one, other = scores([5, np.nan], [1, 0]), scores([np.nan, 5], [1, 0])
    assert np.isnan(share_better(one, other, seed=1))
