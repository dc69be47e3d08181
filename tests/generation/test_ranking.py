"""The winner is the most recognisable one; smoothness never helps."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.ranking import FLOOR, TIE, Entry, rank

distance = st.floats(0.05, 0.7)


@st.composite
def runs(draw):
    """Two to five candidates measured against the same photos."""
    photos = draw(st.integers(0, 4))
    return [
        Entry(
            key=number,
            verdict=draw(st.sampled_from(["pass", "amber", "refuse"])),
            distances=tuple(draw(st.lists(distance, min_size=photos, max_size=photos))),
            detail=draw(st.floats(0.5, 1.5)),
            tone=draw(st.floats(-5, 5)),
        )
        for number in range(draw(st.integers(2, 5)))
    ]


def entry(key, *distances, verdict="pass", detail=1.0, tone=0.0):
    return Entry(key, verdict, distances, detail, tone)


def ranks_of_first(entries, *details):
    """The rank of the first candidate, standing and with the same distances, for each amount of skin detail."""
    near = tuple(min(each, FLOOR) for each in entries[0].distances)
    first = [replace(entries[0], verdict="pass", distances=near, detail=detail) for detail in details]
    return [order([each, *entries[1:]]).index(each.key) for each in first]


def order(entries):
    return [place.key for place in rank(entries) if place.rank is not None]


@pytest.mark.requirement("R11")
@given(runs(), st.floats(0.5, 1.0), st.floats(0.1, 1.0))
def test_smoothing_a_candidate_never_raises_its_rank(entries, detail, smoothing):
    before, after = ranks_of_first(entries, detail, detail * smoothing)
    assert after >= before


@pytest.mark.requirement("R11")
@given(runs(), st.floats(1.0, 1.5), st.floats(1.0, 5.0))
def test_inventing_skin_detail_never_raises_a_rank(entries, detail, sharpening):
    before, after = ranks_of_first(entries, detail, detail * sharpening)
    assert after >= before


@given(runs(), st.floats(0.05, 0.7))
def test_a_refused_candidate_never_changes_the_order_of_the_others(entries, near):
    refused = Entry(99, "refuse", tuple(near for _ in entries[0].distances), 1.0, 0.0)
    assert order([*entries, refused]) == order(entries)


@given(runs(), st.randoms(use_true_random=False))
def test_the_order_they_come_in_does_not_matter(entries, random):
    shuffled = entries.copy()
    random.shuffle(shuffled)
    assert rank(shuffled) == rank(entries)


@given(runs())
def test_everybody_has_a_place_and_ranks_count_from_one(entries):
    places = rank(entries)
    ranked = [place.rank for place in places if place.rank is not None]
    assert ranked == list(range(1, len(ranked) + 1))
    assert {place.key for place in places} == {each.key for each in entries}


def test_the_closest_to_all_photos_comes_first():
    assert order([entry(1, 0.30, 0.50), entry(2, 0.35, 0.35)]) == [2, 1]


def test_one_photo_it_does_not_match_at_all_puts_a_candidate_out():
    first, second = rank([entry(1, 0.05, FLOOR + 0.01), entry(2, 0.45, 0.45)])
    assert (first.key, first.rank) == (2, 1)
    assert (second.key, second.rank) == (1, None)
    assert "too far from one of your photos" in second.reasons[0]


def test_an_amber_candidate_may_win():
    assert order([entry(1, 0.30, verdict="amber"), entry(2, 0.40)]) == [1, 2]


def test_within_the_noise_the_truer_skin_wins():
    assert order([entry(1, 0.300, detail=0.90), entry(2, 0.300 + 0.9 * TIE, detail=1.0)]) == [2, 1]


def test_beyond_the_noise_closeness_wins_over_skin():
    assert order([entry(1, 0.300, detail=0.90), entry(2, 0.300 + 1.1 * TIE, detail=1.0)]) == [1, 2]


def test_equal_skin_is_decided_by_tone_and_then_by_number():
    assert order([entry(1, 0.3, tone=-3), entry(2, 0.3, tone=2), entry(3, 0.3, tone=2)]) == [2, 3, 1]


def test_reasons_say_how_many_photos_it_is_closest_to_and_what_skin_is_left():
    first, second = rank([entry(1, 0.2, 0.2, 0.2, 0.5, detail=0.99), entry(2, 0.4, 0.4, 0.4, 0.4, detail=0.97)])
    assert first.reasons == ("Closest to 3 of your 4 photos.", "Skin detail 99 % of your photo.")
    assert second.reasons == ("Closest to 1 of your 4 photos.", "Skin detail 97 % of your photo.")


def test_a_first_place_that_skin_decided_does_not_count_photos_against_itself():
    places = rank([entry(1, 0.300, 0.301, detail=0.90), entry(2, 0.302, 0.303, detail=1.0)])
    assert [place.key for place in places] == [2, 1]
    assert places[0].reasons[0] == "As close to your photos as any, and as true to your skin."
    assert places[1].reasons[0] == "As close to your photos as the first.", (
        "a count of noise would speak against the first"
    )


def test_without_photos_to_compare_with_skin_decides_and_nothing_is_said_of_closeness():
    first, _ = rank([entry(1, detail=0.9), entry(2, detail=0.98)])
    assert (first.key, first.reasons) == (2, ("Skin detail 98 % of your photo.",))


def test_candidates_measured_against_different_photos_are_not_compared():
    with pytest.raises(ValueError, match="same photos"):
        rank([entry(1, 0.3), entry(2, 0.3, 0.4)])
