"""Drift is the same change on two days; one day, one number or a poor picture decides nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portraits import drift, thresholds
from portraits.drift import Decision, Kind, Observation

LIMITS = thresholds.drift()
BAND = drift.usual([0.30, 0.34, 0.36], LIMITS)
MONDAY = date(2026, 11, 2)


def seen(
    day: int, *, distance: float | None = 0.33, glasses: float | None = 0.1, says: bool | None = None
) -> Observation:
    signals = (
        drift.identity_signal(distance, BAND, LIMITS),
        drift.glasses_signal(glasses, LIMITS),
        drift.own_word_signal(still_looks_like_me=says),
    )
    return Observation(MONDAY + timedelta(days=day), signals)


def test_a_selfie_inside_the_usual_band_is_consistent():
    assert drift.decide([seen(0)]).decision is Decision.CONSISTENT


def test_new_glasses_on_one_day_are_watched():
    verdict = drift.decide([seen(0), seen(7, glasses=4.0)])
    assert (verdict.decision, verdict.kinds) == (Decision.WATCH, (Kind.GLASSES,))


@pytest.mark.requirement("R08")
@pytest.mark.requirement("C05")
def test_new_glasses_on_two_days_are_drift():
    verdict = drift.decide([seen(0), seen(7, glasses=4.0), seen(9, glasses=3.5)])
    assert (verdict.decision, verdict.kinds, verdict.days) == (Decision.DRIFT, (Kind.GLASSES,), 2)
    assert verdict.sentence == "The same change was seen on 2 different days: glasses."


def test_two_selfies_of_one_day_confirm_nothing():
    assert drift.decide([seen(7, glasses=4.0), seen(7, glasses=3.5)]).decision is Decision.WATCH


def test_two_different_changes_on_two_days_do_not_confirm_each_other():
    assert drift.decide([seen(1, glasses=4.0), seen(3, distance=0.99)]).decision is Decision.WATCH


def test_a_change_that_is_gone_again_is_not_drift():
    assert drift.decide([seen(1, glasses=4.0), seen(3)]).decision is Decision.CONSISTENT


def test_a_poor_picture_cannot_tell_and_never_says_unchanged():
    assert drift.decide([seen(0, distance=None, glasses=None)]).decision is Decision.CANNOT_TELL


def test_the_persons_own_word_on_two_days_is_enough():
    verdict = drift.decide([seen(0, says=False), seen(5, says=False)])
    assert (verdict.decision, verdict.kinds) == (Decision.DRIFT, (Kind.OWN_WORD,))


def test_no_selfie_yet_is_said():
    assert drift.decide([]).decision is Decision.CANNOT_TELL


def test_alike_selfies_of_one_afternoon_do_not_narrow_the_band():
    assert drift.usual([0.1, 0.1, 0.1, 0.1], LIMITS).spread == LIMITS.prior_spread


def test_without_selfies_the_band_is_the_measured_prior():
    assert drift.usual([], LIMITS) == drift.Usual(LIMITS.prior_centre, LIMITS.prior_spread, 0)


@given(st.lists(st.floats(0.0, 1.2), min_size=1, max_size=8), st.floats(0, 1.5), st.floats(0, 0.5))
def test_more_distance_is_never_less_of_a_signal(usual_distances, distance, more):
    band = drift.usual(usual_distances, LIMITS)
    near, far = (drift.identity_signal(d, band, LIMITS) for d in (distance, distance + more))
    assert near.strength <= far.strength
    assert near.found <= far.found


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=10))
def test_drift_needs_the_same_finding_on_two_days(checks):
    observations = [seen(day, glasses=4.0 if found else 0.0) for day, found in sorted(checks, key=lambda each: each[0])]
    verdict = drift.decide(observations)
    days_found = {each.on for each in observations[-5:] if Kind.GLASSES in each.found}
    assert (verdict.decision is Decision.DRIFT) == (len(days_found) >= 2 and Kind.GLASSES in observations[-1].found)
