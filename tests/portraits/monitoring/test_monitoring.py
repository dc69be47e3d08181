"""Checks and opinions as rows: what is kept, who may say what, what follows, and that it can be decided again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditAnchor, AuditEvent
from generation.models import Run
from portraits import drift, monitoring, thresholds
from portraits.drift import Decision, Kind
from portraits.models import Baseline, DailyWatch, DriftCheck, IdentityAlert, Opinion, Portrait, Reminder
from portraits.monitoring import daily_watch
from portraits.monitoring.baseline import bands
from portraits.monitoring.freshness import reading
from portraits.states import State
from tests.factories import PhotoFactory, PortraitFactory

TODAY = timezone.localdate()
LIMITS = thresholds.drift()
GLASSES = LIMITS.kinds[Kind.GLASSES]


@pytest.fixture
def shown(cast) -> Portrait:
    portrait = PortraitFactory(person=cast.collins, state=State.PUBLISHED, depicts_as_of=date(2024, 1, 1))
    Baseline.objects.create(portrait=portrait, centre=0.3, spread=0.07, selfies=3, encoder="", limits=LIMITS.key)
    return portrait


@pytest.fixture
def check_in(shown):
    """A selfie of some days ago whose glasses differ by so many spreads, noted as a worker would."""

    def note(days_ago: int, *, glasses: float | None = 0.0, distance: float | None = 0.3, says=None) -> DriftCheck:
        taken = datetime.combine(TODAY - timedelta(days=days_ago), time(9), tzinfo=UTC)
        photo = PhotoFactory(person=shown.person, captured_at=taken, still_looks_like_me=says)
        usual = bands(None, LIMITS)
        change = None if glasses is None else glasses * usual[Kind.GLASSES].spread
        signals = (
            drift.identity_signal(distance, usual[Kind.IDENTITY], LIMITS),
            drift.change_signal(Kind.GLASSES, change, usual[Kind.GLASSES], LIMITS, counts=True),
            drift.word_signal(Kind.OWN_WORD, still_looks_like=says),
        )
        return monitoring.note(photo, monitoring.Sight(shown, distance, signals))

    return note


def same_again(portrait: Portrait) -> bool:
    rows = list(monitoring.replay(portrait))
    return bool(rows) and all(each.same for each in rows)


def verbs(portrait: Portrait) -> list[str]:
    return list(AuditEvent.objects.filter(organisation=portrait.person.organisation).values_list("verb", flat=True))


@pytest.mark.requirement("R03")
def test_drift_confirmed_by_selfies_brings_the_due_day_forward_and_asks_for_a_render(shown, check_in):
    decisions = [check_in(days_ago, glasses=4.0).decision for days_ago in (8, 8, 1)]
    assert decisions == ["watch", "watch", "drift"]
    row = shown.drift_checks.last()
    shown.refresh_from_db()
    assert shown.due_sooner == row.on + timedelta(days=30)
    assert row.run is not None
    assert row.statistics["glasses"]["confirmed"]
    assert "worker:drift:confirmed" in verbs(shown)


@pytest.mark.requirement("R03")
@pytest.mark.parametrize("voice", ["their own", "their manager's"])
def test_a_word_or_a_flag_brings_the_due_day_forward_until_all_is_well_again(shown, cast, voice):
    cast.collins.manager = cast.ines
    cast.collins.save()
    assert reading(shown, TODAY).due_on == date(2026, 1, 1)
    Portrait.objects.filter(pk=shown.pk).update(depicts_as_of=TODAY)
    shown.refresh_from_db()
    if voice == "their own":
        monitoring.say(shown, still_looks_like=False, actor=cast.eileen)
    else:
        monitoring.flag(shown, reasons=["glasses"], actor=cast.ines)
    shown.refresh_from_db()
    assert shown.drift_checks.last().decision == "watch", "one voice confirms nothing"
    assert reading(shown, TODAY).due_on == TODAY + timedelta(days=30)
    monitoring.settle(shown, drifted=False, note="I looked.", actor=cast.robin)
    shown.refresh_from_db()
    assert reading(shown, TODAY).due_on > TODAY + timedelta(days=300)


@pytest.mark.requirement("R03")
def test_no_event_makes_a_due_day_later(shown, cast, check_in):
    Portrait.objects.filter(pk=shown.pk).update(due_sooner=TODAY)
    monitoring.say(shown, still_looks_like=False, actor=cast.eileen)
    shown.refresh_from_db()
    assert shown.due_sooner == TODAY
    check_in(1, glasses=4.0)
    shown.refresh_from_db()
    assert shown.due_sooner == TODAY


def test_every_stored_check_decides_the_same_again_after_all_that_people_said(shown, check_in, cast):
    cast.collins.manager = cast.ines
    cast.collins.save()
    check_in(40, glasses=4.0)
    check_in(39, glasses=None, distance=None)
    monitoring.flag(shown, reasons=["glasses"], actor=cast.ines)
    check_in(20, glasses=3.7, says=False)
    monitoring.settle(shown, drifted=False, note="The light.", actor=cast.robin)
    check_in(3, glasses=4.0)
    monitoring.say(shown, still_looks_like=False, reasons=["hair_colour"], actor=cast.eileen)
    assert shown.drift_checks.count() == 7
    assert same_again(shown)


@pytest.mark.requirement("C08")
def test_two_schedulers_in_the_same_moment_remind_ask_and_sign_once(shown, check_in, monkeypatch):
    for days_ago in (8, 8, 1):
        check_in(days_ago, glasses=4.0)
    remind, others = daily_watch._remind, iter([daily_watch.watch])

    def meanwhile(portrait, on):
        for another_scheduler in others:
            another_scheduler(on)
        return remind(portrait, on)

    monkeypatch.setattr(daily_watch, "_remind", meanwhile)
    daily_watch.watch(TODAY + timedelta(days=400))
    assert (DailyWatch.objects.count(), Reminder.objects.count(), Run.objects.count()) == (1, 1, 1)
    assert verbs(shown).count("clock:person:reminded") == 1
    signed = AuditAnchor.objects.values_list("organisation", "on")
    assert len(signed) == len(set(signed)) > 0


def test_a_number_that_was_changed_afterwards_shows(shown, check_in):
    row = check_in(2, glasses=4.0)
    row.signals[1]["found"] = False
    row.save()
    assert not same_again(shown)


def test_checks_of_limits_that_are_no_longer_used_are_not_decided_anew(shown, check_in):
    DriftCheck.objects.filter(pk=check_in(2).pk).update(limits="drift-before")
    (replayed,) = monitoring.replay(shown)
    assert (replayed.verdict, replayed.same) == (None, False)


def test_a_selfie_is_noted_once(shown, check_in):
    row = check_in(2)
    again = monitoring.note(row.photo, monitoring.Sight(shown, 0.9, ()))
    assert again.pk == row.pk
    assert again.distance == row.distance


def test_a_portrait_of_somebody_else_goes_to_a_human_and_asks_for_no_render(shown, check_in):
    rows = [check_in(days_ago, distance=0.9) for days_ago in (9, 5, 1)]
    assert rows[-1].decision == Decision.SOMEBODY_ELSE
    assert IdentityAlert.objects.get().photo == rows[-1].photo
    assert rows[-1].run is None


class TestOpinions:
    def test_the_person_may_say_it_without_a_selfie_and_twice_is_enough(self, shown, check_in, cast):
        check_in(9, says=False)
        monitoring.say(shown, still_looks_like=False, reasons=["hair_length"], note="Cut it.", actor=cast.eileen)
        row = shown.drift_checks.last()
        assert (row.decision, row.photo, row.opinion.reasons) == ("drift", None, ["hair_length"])
        assert row.kinds == ["own_word"]

    def test_only_the_person_speaks_for_themselves(self, shown, cast):
        with pytest.raises(monitoring.OpinionRefusedError, match="Only the person"):
            monitoring.say(shown, still_looks_like=False, actor=cast.robin)

    def test_only_their_manager_flags_somebody(self, shown, cast):
        with pytest.raises(monitoring.OpinionRefusedError, match="manager"):
            monitoring.flag(shown, actor=cast.robin)
        cast.collins.manager = cast.robin
        cast.collins.save()
        monitoring.flag(shown, reasons=["glasses"], actor=cast.robin)
        assert shown.drift_checks.last().decision == "watch"

    def test_a_manager_cannot_flag_themselves(self, shown, cast):
        cast.collins.manager = cast.eileen
        cast.collins.save()
        with pytest.raises(monitoring.OpinionRefusedError):
            monitoring.flag(shown, actor=cast.eileen)

    @pytest.mark.requirement("R08")
    @pytest.mark.parametrize(("drifted", "decision"), [(True, "drift"), (False, "consistent")])
    def test_a_reviewer_ends_the_question_either_way(self, shown, check_in, cast, drifted, decision):
        check_in(5, glasses=4.0)
        monitoring.settle(shown, drifted=drifted, note="I looked.", actor=cast.robin)
        assert shown.drift_checks.last().decision == decision
        assert "console:drift:settled" in verbs(shown)

    def test_nobody_decides_about_their_own_portrait(self, shown, cast):
        cast.collins.user = cast.robin
        cast.collins.save()
        with pytest.raises(monitoring.OpinionRefusedError, match="It shows you"):
            monitoring.settle(shown, drifted=False, note="Fine.", actor=cast.robin)

    def test_a_decision_says_what_was_seen(self, shown, cast):
        with pytest.raises(monitoring.OpinionRefusedError, match="Say what you saw"):
            monitoring.settle(shown, drifted=False, note=" ", actor=cast.robin)
        assert not Opinion.objects.exists()

    def test_of_a_portrait_that_is_not_shown_nothing_is_said(self, shown, cast):
        Portrait.objects.filter(pk=shown.pk).update(state=State.RECALLED)
        shown.refresh_from_db()
        with pytest.raises(monitoring.OpinionRefusedError, match="not shown"):
            monitoring.say(shown, still_looks_like=True, actor=cast.eileen)

    def test_a_change_that_nobody_measures_cannot_be_ticked(self, shown, cast):
        with pytest.raises(monitoring.OpinionRefusedError, match="age"):
            monitoring.say(shown, still_looks_like=False, reasons=["age"], actor=cast.eileen)

    def test_what_a_reviewer_called_fine_is_usual_from_then_on(self, shown, cast):
        from portraits.monitoring.baseline import current

        Baseline.objects.filter(portrait=shown).update(appearance={"version": "appearance-1"})
        taken = shown.baseline.taken_at
        assert current(shown, like={}).taken_at == taken
        monitoring.settle(shown, drifted=False, note="New lenses, same person.", actor=cast.robin)
        assert current(shown, like={}).taken_at > taken


@pytest.mark.usefixtures("shown")
class TestBiometricsOff:
    def test_nothing_is_measured_and_only_words_and_the_calendar_are_left(self, cast):
        cast.collins.biometrics = False
        cast.collins.save()
        photo = PhotoFactory(person=cast.collins, captured_at=timezone.now(), still_looks_like_me=False)
        (sight,) = monitoring.look(photo)
        assert [signal.kind for signal in sight.signals] == [Kind.OWN_WORD, Kind.CALENDAR]
        assert monitoring.note(photo, sight).decision == "watch"

    def test_a_picture_alone_says_nothing_of_them(self, cast):
        cast.collins.biometrics = False
        cast.collins.save()
        photo = PhotoFactory(person=cast.collins, captured_at=timezone.now())
        assert monitoring.note(photo, *monitoring.look(photo)).decision == "cannot_tell"


class TestBaseline:
    def test_what_is_usual_is_worked_out_from_the_stored_differences(self, shown):
        shown.baseline.distances = [0.28, 0.30, 0.35]
        shown.baseline.appearances = [
            {"differences": {"glasses": value, "baldness": None}} for value in (1.0, 1.2, 1.4)
        ]
        usual = bands(shown.baseline, LIMITS)
        assert usual[Kind.IDENTITY] == drift.usual([0.28, 0.30, 0.35], LIMITS.kinds[Kind.IDENTITY])
        assert usual[Kind.GLASSES] == drift.usual([1.0, 1.2, 1.4], GLASSES)
        assert usual[Kind.BALDNESS].n == 0

    def test_an_appearance_of_another_version_is_not_comparable(self):
        from portraits.monitoring.appearances import comparable

        assert not comparable({"version": "appearance-1"}, {"version": "appearance-2"})
        assert not comparable({"version": "1", "attributes_version": "a"}, {"version": "1", "attributes_version": "b"})
        assert comparable({"version": "1", "attributes_version": "a"}, {"version": "1", "attributes_version": "a"})
