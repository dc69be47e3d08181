"""Drift is what several selfies of several days say together, or people's words; one day or a poor picture decides nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portraits import drift, thresholds
from portraits.drift import CHANGES, Decision, Kind, Observation, Signal, identity_chart, usual
from portraits.drift.deciding import POOR

LIMITS = thresholds.drift()
BANDS = {kind: usual([0.3] * 5 if kind is Kind.IDENTITY else [], prior) for kind, prior in LIMITS.kinds.items()}
MONDAY = date(2026, 11, 2)
STRENGTHS = st.floats(-8, 8)
WORDS = st.sampled_from([None, True, False])


def strong(kind: Kind, strength: float | None, *, counts: bool = True) -> Signal:
    """A signal of so many of the person's own spreads."""
    band = BANDS[kind]
    value = None if strength is None else band.centre + strength * band.spread
    if kind is Kind.IDENTITY:
        return drift.identity_signal(value, band, LIMITS)
    return drift.change_signal(kind, value, band, LIMITS, counts=counts)


def seen(
    day: int,
    *,
    face: float | None = 0.0,
    glasses: float | None = 0.1,
    beard: float | None = None,
    says: bool | None = None,
    ticked: tuple[Kind, ...] = (),
) -> Observation:
    signals = (
        strong(Kind.IDENTITY, face),
        strong(Kind.GLASSES, glasses),
        strong(Kind.FACIAL_HAIR, beard, counts=False),
        drift.word_signal(Kind.OWN_WORD, still_looks_like=says, about=ticked),
    )
    return Observation(MONDAY + timedelta(days=day), signals)


def said(day: int, kind: Kind, *, fits: bool, about: tuple[Kind, ...] = ()) -> Observation:
    signal = drift.word_signal(kind, still_looks_like=fits, about=about)
    return Observation(MONDAY + timedelta(days=day), (signal,))


def decide(*observations: Observation) -> drift.Verdict:
    return drift.decide(observations, LIMITS)


selfies = st.builds(
    seen,
    st.integers(0, 30),
    face=STRENGTHS | st.none(),
    glasses=STRENGTHS | st.none(),
    says=WORDS,
    ticked=st.sampled_from([(), (Kind.GLASSES,), (Kind.HAIR_LENGTH,)]),
)
opinions = st.builds(said, st.integers(0, 30), st.sampled_from([Kind.OWN_WORD, Kind.MANAGER]), fits=st.booleans())
histories = st.lists(selfies | opinions, max_size=10)


class TestMeasuredKinds:
    def test_a_selfie_inside_the_usual_band_is_consistent(self):
        assert decide(seen(0)).decision is Decision.CONSISTENT

    def test_new_glasses_on_one_picture_are_watched(self):
        verdict = decide(seen(0), seen(7, glasses=4.0))
        assert (verdict.decision, verdict.kinds) == (Decision.WATCH, (Kind.GLASSES,))

    def test_new_glasses_on_two_pictures_are_still_watched(self):
        assert decide(seen(7, glasses=4.0), seen(9, glasses=4.0)).decision is Decision.WATCH

    @pytest.mark.requirement("R08")
    @pytest.mark.requirement("C05")
    @pytest.mark.requirement("N01")
    def test_new_glasses_on_three_pictures_of_two_days_are_drift(self):
        verdict = decide(seen(0), seen(7, glasses=4.0), seen(7, glasses=3.4), seen(9, glasses=3.6))
        assert (verdict.decision, verdict.kinds, verdict.days) == (Decision.DRIFT, (Kind.GLASSES,), 2)
        assert verdict.sentence == "The same change was seen on 2 different days: glasses."

    def test_glasses_taken_off_are_drift_as_well(self):
        assert decide(*(seen(day, glasses=-4.0) for day in (1, 2, 3))).decision is Decision.DRIFT

    @given(st.lists(st.tuples(STRENGTHS, STRENGTHS), min_size=1, max_size=8))
    def test_one_day_alone_never_drifts(self, pictures):
        assert decide(*(seen(3, face=face, glasses=glasses) for face, glasses in pictures)).decision not in (
            Decision.DRIFT,
            Decision.SOMEBODY_ELSE,
        )

    def test_three_pictures_of_one_day_do_not_outvote_the_other_day(self):
        other_day = seen(9, glasses=-0.5)
        assert decide(*(seen(7, glasses=5.0) for _ in range(3)), other_day).decision is not Decision.DRIFT

    def test_pictures_that_disagree_are_watched_and_decide_nothing(self):
        verdict = decide(seen(2, glasses=3.1), seen(3, glasses=9.0), seen(4, glasses=5.5))
        assert verdict.decision is Decision.WATCH

    def test_two_different_changes_on_two_days_do_not_confirm_each_other(self):
        verdict = decide(seen(1, glasses=4.0), seen(2), seen(3, face=6.0))
        assert (verdict.decision, verdict.kinds) == (Decision.WATCH, (Kind.IDENTITY,))

    def test_a_change_that_is_gone_again_is_not_drift(self):
        assert decide(seen(1, glasses=4.0), seen(3)).decision is Decision.CONSISTENT
        assert decide(*(seen(day, glasses=4.0) for day in (1, 2, 3)), seen(4)).decision is Decision.WATCH

    def test_what_a_measure_that_has_not_earned_its_place_sees_is_shown_and_decides_nothing(self):
        verdict = decide(*(seen(day, beard=6.0) for day in (1, 2, 3)))
        assert verdict.decision is Decision.CONSISTENT
        figures = next(each for each in verdict.statistics if each.kind is Kind.FACIAL_HAIR)
        assert (figures.value, figures.confirmed) == (pytest.approx(6.0), False)
        assert "decides nothing" in strong(Kind.FACIAL_HAIR, 6.0, counts=False).sentence

    def test_selfies_of_more_than_a_year_ago_say_nothing_of_today(self):
        old = [seen(day, glasses=4.0) for day in (0, 1)]
        assert decide(*old, seen(LIMITS.window_days + 10, glasses=4.0)).decision is Decision.WATCH

    @given(st.lists(st.integers(0, 30), min_size=3, max_size=9), st.floats(0, 3), st.integers(0, 5))
    def test_a_newer_selfie_that_agrees_never_turns_drift_into_consistent(self, days, more, later):
        history = [seen(day, glasses=3.2 + (day % 3) / 3) for day in days]
        assume(decide(*history).decision is Decision.DRIFT)
        newer = seen(max(days) + later, glasses=LIMITS.kinds[Kind.GLASSES].limit + 1e-6 + more)
        assert decide(*history, newer).decision in (Decision.DRIFT, Decision.WATCH)

    @given(histories.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
    def test_the_order_of_selfies_and_words_does_not_matter(self, both):
        rows, shuffled = both
        assert decide(*rows).decision is decide(*shuffled).decision
        assert decide(*rows).kinds == decide(*shuffled).kinds

    def test_faces_as_far_away_as_somebody_elses_go_to_a_human(self):
        far = (0.75 - BANDS[Kind.IDENTITY].centre) / BANDS[Kind.IDENTITY].spread
        verdict = decide(*(seen(day, face=far) for day in (1, 2, 3)))
        assert (verdict.decision, verdict.kinds) == (Decision.SOMEBODY_ELSE, (Kind.IDENTITY,))


class TestCannotTell:
    def test_no_selfie_yet_is_said(self):
        assert decide().decision is Decision.CANNOT_TELL

    @given(histories)
    def test_poor_pictures_never_count_as_unchanged(self, history):
        newest = max((row.on for row in history), default=MONDAY)
        poor = seen((newest - MONDAY).days + 1, face=None, glasses=None)
        without, with_it = decide(*history), decide(*history, poor)
        assert with_it.decision is not Decision.CONSISTENT
        assert with_it.decision in (without.decision, Decision.CANNOT_TELL)

    def test_a_poor_picture_says_what_to_do(self):
        assert decide(seen(0, face=None, glasses=None)).sentence == POOR

    def test_a_picture_that_cannot_tell_one_kind_that_counts_is_not_called_unchanged(self):
        verdict = decide(seen(0, glasses=None))
        assert verdict.decision is Decision.CANNOT_TELL
        assert "glasses" in verdict.sentence

    def test_the_person_may_say_what_a_picture_cannot(self):
        assert decide(seen(0, face=None, glasses=None, says=True)).decision is Decision.CONSISTENT

    def test_a_poor_picture_takes_no_open_finding_back(self):
        assert decide(seen(1, glasses=4.0), seen(2, face=None, glasses=None)).decision is Decision.WATCH


class TestWords:
    def test_the_persons_own_word_on_two_days_is_enough(self):
        verdict = decide(seen(0, says=False), seen(5, says=False))
        assert (verdict.decision, verdict.kinds, verdict.days) == (Decision.DRIFT, (Kind.OWN_WORD,), 2)

    def test_said_twice_on_one_day_it_is_said_once(self):
        assert decide(seen(5, says=False), seen(5, says=False)).decision is Decision.WATCH

    def test_who_says_in_between_that_it_fits_starts_again(self):
        assert decide(seen(0, says=False), seen(3, says=True), seen(5, says=False)).decision is Decision.WATCH

    def test_one_word_and_the_same_change_measured_on_another_day_are_enough(self):
        verdict = decide(seen(1, glasses=4.0), seen(2, says=False, ticked=(Kind.GLASSES,)))
        assert (verdict.decision, verdict.kinds) == (Decision.DRIFT, (Kind.OWN_WORD, Kind.GLASSES))

    def test_one_word_about_something_else_is_not(self):
        assert decide(seen(1, glasses=4.0), seen(2, says=False, ticked=(Kind.HAIR_LENGTH,))).decision is Decision.WATCH

    def test_one_word_and_the_change_measured_on_the_same_picture_are_not(self):
        assert decide(seen(1, glasses=4.0, says=False, ticked=(Kind.GLASSES,))).decision is Decision.WATCH

    def test_a_managers_flag_alone_is_watched_however_often_it_is_raised(self):
        flags = [said(day, Kind.MANAGER, fits=False) for day in (1, 2, 3)]
        assert decide(*flags, seen(4)).decision is Decision.WATCH

    @pytest.mark.parametrize(
        "second", [said(1, Kind.OWN_WORD, fits=False), seen(2, glasses=4.0)], ids=["the person", "a measurement"]
    )
    def test_a_managers_flag_with_a_second_voice_is_drift(self, second):
        assert decide(said(1, Kind.MANAGER, fits=False), second).decision is Decision.DRIFT

    @given(histories, st.booleans())
    def test_a_reviewers_decision_ends_the_question_either_way(self, history, fits):
        ruled = [*history, said(31, Kind.REVIEWER, fits=fits)]
        expected = Decision.CONSISTENT if fits else Decision.DRIFT
        assert decide(*ruled).decision is expected

    def test_after_still_fine_only_what_comes_later_counts(self):
        history = [seen(day, glasses=4.0) for day in (1, 2, 3)]
        ruled = [*history, said(4, Kind.REVIEWER, fits=True)]
        assert decide(*ruled, seen(5, glasses=4.0)).decision is Decision.WATCH
        assert decide(*ruled, *(seen(day, glasses=4.0) for day in (5, 6, 7))).decision is Decision.DRIFT

    def test_the_calendar_is_no_sign_of_a_change(self):
        late = Observation(MONDAY, (*seen(0).signals, drift.calendar_signal(1.4)))
        assert decide(late).decision is Decision.CONSISTENT


class TestUsual:
    def test_alike_selfies_of_one_afternoon_do_not_narrow_the_band_of_days(self):
        prior = LIMITS.kinds[Kind.IDENTITY]
        assert usual([0.1, 0.1, 0.1, 0.1], prior).spread > prior.within

    def test_without_selfies_the_band_is_what_was_measured_on_others(self):
        prior = LIMITS.kinds[Kind.IDENTITY]
        band = usual([], prior)
        assert (band.centre, band.n) == (prior.centre, 0)
        assert band.spread == pytest.approx((prior.between**2 + prior.within**2) ** 0.5)

    @given(st.lists(st.floats(-5, 5), min_size=1, max_size=9))
    def test_the_centre_lies_between_the_persons_own_and_the_measured_one(self, differences):
        prior = LIMITS.kinds[Kind.GLASSES]
        own = sorted(differences)[len(differences) // 2] if len(differences) % 2 else None
        assume(own is not None)
        centre = usual(differences, prior).centre
        assert min(own, prior.centre) - 1e-9 <= centre <= max(own, prior.centre) + 1e-9

    @given(st.integers(1, 20))
    def test_more_selfies_leave_less_unknown(self, n):
        prior = LIMITS.kinds[Kind.GLASSES]
        assert usual([0.5] * (n + 1), prior).spread < usual([0.5] * n, prior).spread

    @given(st.lists(st.floats(0.0, 1.2), min_size=1, max_size=8), st.floats(0, 1.5), st.floats(0, 0.5))
    def test_more_distance_is_never_less_of_a_signal(self, differences, distance, more):
        band = usual(differences, LIMITS.kinds[Kind.IDENTITY])
        near, far = (drift.identity_signal(d, band, LIMITS) for d in (distance, distance + more))
        assert near.strength <= far.strength
        assert near.found <= far.found


class TestIdentityChart:
    @given(st.lists(st.floats(-20, 20), min_size=1, max_size=1))
    def test_no_single_day_reaches_the_alarm(self, daily):
        assert identity_chart.levels(daily, LIMITS.chart)[-1] < LIMITS.chart.alarm

    def test_a_face_that_stays_outside_its_band_for_days_is_drift(self):
        days = [seen(day, face=3.5) for day in range(4)]
        assert [decide(*days[: n + 1]).decision for n in range(4)][-1] is Decision.DRIFT
        assert decide(*days[:1]).decision is Decision.WATCH

    def test_an_ordinary_day_takes_the_alarm_back(self):
        level = identity_chart.levels([9, 9, 9, 9, 0], LIMITS.chart)
        assert level[-2] == LIMITS.chart.alarm
        assert level[-1] < LIMITS.chart.alarm

    @given(st.lists(st.floats(-20, 20), min_size=1, max_size=30), st.integers(0, 29), st.floats(0, 5))
    def test_a_farther_day_never_lowers_the_chart(self, daily, at, more):
        farther = [value + more * (number == at) for number, value in enumerate(daily)]
        pairs = zip(
            identity_chart.levels(daily, LIMITS.chart), identity_chart.levels(farther, LIMITS.chart), strict=True
        )
        assert all(low <= high + 1e-9 for low, high in pairs)

    @given(st.lists(st.floats(-20, 0.9), min_size=1, max_size=60))
    def test_a_face_nearer_than_usual_is_no_change(self, daily):
        assert set(identity_chart.levels(daily, LIMITS.chart)) == {0.0}


class TestStored:
    @given(histories)
    def test_what_is_read_back_decides_the_same(self, history):
        stored = [[signal.as_json() for signal in row.signals] for row in history]
        again = [
            Observation(row.on, tuple(Signal.from_json(each) for each in signals))
            for row, signals in zip(history, stored, strict=True)
        ]
        assert decide(*again) == decide(*history)

    def test_limits_are_data_with_a_key_and_a_source(self):
        assert LIMITS.key.startswith("drift-")
        assert LIMITS.source
        assert {*LIMITS.kinds} == {Kind.IDENTITY, *CHANGES}
        assert LIMITS.somebody_else == thresholds.identity().other

    def test_stricter_limits_find_less(self):
        glasses = replace(LIMITS.kinds[Kind.GLASSES], limit=9.0)
        strict = replace(LIMITS, kinds={**LIMITS.kinds, Kind.GLASSES: glasses})
        rows = [seen(day, glasses=4.0) for day in (1, 2, 3)]
        assert drift.decide(rows, LIMITS).decision is Decision.DRIFT
        signals = [drift.change_signal(Kind.GLASSES, 4.0, BANDS[Kind.GLASSES], strict, counts=True) for _ in rows]
        assert not any(signal.found for signal in signals)
