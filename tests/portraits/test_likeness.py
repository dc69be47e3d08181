"""Same, ask a human, somebody else."""

from hypothesis import given
from hypothesis import strategies as st

from portraits import thresholds
from portraits.likeness import Band, robust_worst, verify

LIMITS = thresholds.identity()
DISTANCES = st.lists(st.floats(0, 1.5), min_size=1, max_size=9)


def test_the_bands_lie_where_the_data_says():
    middle = (LIMITS.same + LIMITS.other) / 2
    bands = [verify([d], LIMITS).band for d in (LIMITS.same, middle, LIMITS.other, LIMITS.other + 0.01)]
    assert bands == [Band.SAME, Band.ASK, Band.ASK, Band.OTHER]


def test_nothing_to_compare_with_is_said_and_not_guessed():
    verdict = verify([], LIMITS)
    assert verdict.band is Band.UNKNOWN
    assert verdict.compared == 0


def test_one_odd_photo_among_many_moves_nothing():
    assert verify([0.3, 0.35, 0.33, 0.9], LIMITS).band is Band.SAME
    assert verify([0.8, 0.85, 0.83, 0.2], LIMITS).band is Band.OTHER


def test_photos_that_are_divided_ask_a_human():
    verdict = verify([0.3, 0.32, 0.35, 0.7, 0.72], LIMITS)
    assert (verdict.band, verdict.median, verdict.robust_worst, verdict.worst) == (Band.ASK, 0.35, 0.7, 0.72)
    assert "some of the photos" in verdict.sentence


def test_two_photos_of_which_one_is_somebody_elses_ask_a_human():
    assert verify([0.3, 0.65], LIMITS).band is Band.ASK


@given(st.lists(st.floats(0, 1.5), min_size=3, max_size=12))
def test_the_farthest_photo_alone_is_not_heard(distances):
    farthest = max(distances)
    assert robust_worst([*distances, farthest + 1]) <= farthest
    assert sum(distance <= robust_worst(distances) for distance in distances) / len(distances) >= 2 / 3


@given(DISTANCES)
def test_the_error_rates_of_the_bands_are_data(distances):
    verdict = verify(distances, LIMITS)
    assert verdict.nearest <= verdict.median <= verdict.worst
    assert verdict.robust_worst <= verdict.worst
    assert 0 < LIMITS.fmr_at_same < LIMITS.fnmr_at_other < 0.1


def test_the_verdict_names_the_threshold_set_it_was_made_with():
    assert verify([0.3], LIMITS).threshold_set == LIMITS.key


@given(DISTANCES, st.floats(0, 0.5))
def test_greater_distances_never_make_somebody_more_the_same(distances, more):
    order = [Band.SAME, Band.ASK, Band.OTHER]
    near, far = verify(distances, LIMITS), verify([d + more for d in distances], LIMITS)
    assert order.index(near.band) <= order.index(far.band)


@given(DISTANCES.flatmap(lambda d: st.tuples(st.just(d), st.permutations(d))))
def test_the_order_of_the_photos_does_not_matter(pair):
    assert verify(pair[0], LIMITS) == verify(pair[1], LIMITS)
