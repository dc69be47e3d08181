"""Rates over a threshold, checked against counting by hand and by their own definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portraits.calibration.error_rates import Rates, Sample, claimed, needed

distances = st.lists(st.floats(0, 1.5, allow_nan=False), min_size=1, max_size=40)
shares = st.sampled_from([0.3, 0.1, 0.05, 0.01])


def rates(mated, non_mated):
    return Rates(Sample(np.array(mated, float)), Sample(np.array(non_mated, float)))


def test_rates_count_pairs_on_the_wrong_side():
    found = rates([0.2, 0.3, 0.4, 0.7], [0.5, 0.8, 0.9, 1.0])
    assert (found.fmr(0.5), found.fnmr(0.5)) == (0.25, 0.25)
    assert found.equal_error[0] == 0.25
    assert found.auc == pytest.approx(15 / 16)


def test_kinds_that_never_overlap_have_no_error():
    found = rates([0.2, 0.3], [0.8, 0.9])
    assert found.equal_error[0] == 0
    assert found.auc == 1


@given(distances, distances, shares)
def test_the_threshold_for_an_fmr_keeps_it_and_the_next_pair_would_not(mated, non_mated, wanted):
    found = rates(mated, non_mated)
    at = found.threshold_at_fmr(wanted)
    assert found.fmr(at) <= wanted
    beyond = [value for value in non_mated if value > at]
    assert not beyond or found.fmr(min(beyond)) > wanted


@given(distances, distances, shares)
def test_the_threshold_for_an_fnmr_is_the_smallest_that_keeps_it(mated, non_mated, wanted):
    found = rates(mated, non_mated)
    at = found.threshold_at_fnmr(wanted)
    assert found.fnmr(at) <= wanted + 1e-9
    assert found.fnmr(np.nextafter(at, -1)) > wanted - 1e-9


@given(distances, distances)
def test_along_the_curve_false_matches_only_grow_and_false_non_matches_only_fall(mated, non_mated):
    _, fmr, fnmr = rates(mated, non_mated).curve()
    assert np.all(np.diff(fmr) >= 0)
    assert np.all(np.diff(fnmr) <= 0)
    assert (fmr[0], fnmr[0]) == (0, 1)
    assert (fmr[-1], fnmr[-1]) == (1, 0)


@given(distances)
def test_a_pair_of_weight_two_counts_as_two_pairs(values):
    twice = Sample(np.array(values), np.full(len(values), 2.0))
    doubled = Sample(np.array(values * 2))
    at = np.linspace(0, 1.5, 7)
    assert twice.share_up_to(at) == pytest.approx(doubled.share_up_to(at))


@pytest.mark.parametrize(("rate", "pairs"), [(0.01, 300), (0.001, 3000), (0.0001, 30000), (0.03, 100)])
def test_a_rate_needs_three_over_itself_independent_pairs(rate, pairs):
    assert needed(rate) == pairs


def test_no_error_in_few_pairs_is_not_written_down_as_no_error():
    assert claimed(0.0, 100) == 0.03
    assert claimed(0.2, 100) == 0.2
