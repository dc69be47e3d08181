"""An older portrait that some places go on showing is watched as well as the newest one."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from portraits import drift, monitoring, thresholds
from portraits.drift import Kind
from portraits.models import Baseline, Portrait
from portraits.monitoring import daily_watch
from portraits.monitoring.beside import beside
from portraits.monitoring.confirmations import judged
from portraits.states import State
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory, RunFactory

TODAY = timezone.localdate()
LIMITS = thresholds.drift()
USUAL = LIMITS.kinds[Kind.GLASSES]


def published(person, *, refined: bool, depicts: date) -> Portrait:
    made = {"candidate": CandidateFactory(run=RunFactory(person=person))} if refined else {}
    origin = "algorithmicallyEnhanced" if refined else "digitalCapture"
    row = PortraitFactory(person=person, origin=origin, state=State.PUBLISHED, depicts_as_of=depicts, image="", **made)
    Baseline.objects.create(portrait=row, centre=0.3, spread=0.07, selfies=3, encoder="", limits=LIMITS.key)
    return row


@pytest.fixture
def badge(cast) -> Portrait:
    """A real photo that the badge goes on showing."""
    return published(cast.collins, refined=False, depicts=TODAY - timedelta(days=400))


@pytest.fixture
def website(cast, badge) -> Portrait:
    """The newest portrait, refined, which took all other places."""
    return published(cast.collins, refined=True, depicts=TODAY - timedelta(days=60))


def selfie(person, days_ago: int, **said):
    taken = datetime.combine(TODAY - timedelta(days=days_ago), time(9), tzinfo=UTC)
    return PhotoFactory(person=person, captured_at=taken, **{"image": "", **said})


def changed(photo, portrait: Portrait):
    """What a worker notes where the portrait shows no glasses and the selfie does."""
    band = drift.usual((), USUAL)
    signal = drift.change_signal(Kind.GLASSES, 4.0 * band.spread, band, LIMITS, counts=True)
    return monitoring.note(photo, monitoring.Sight(portrait, 0.3, (signal,)))


def confirm(portrait: Portrait) -> None:
    for days_ago in (8, 8, 1):
        changed(selfie(portrait.person, days_ago), portrait)


@pytest.mark.requirement("R08")
def test_a_selfie_is_held_against_every_portrait_that_is_shown_the_newest_last(cast, badge, website):
    sights = monitoring.look(selfie(cast.collins, 1))
    assert [sight.portrait for sight in sights] == [badge, website]


def test_the_person_s_word_is_about_the_portrait_they_saw_when_they_were_asked(cast, badge, website):
    photo = selfie(cast.collins, 1, still_looks_like_me=True)
    older, newest = monitoring.look(photo)
    assert Kind.OWN_WORD in {signal.kind for signal in newest.signals}
    assert Kind.OWN_WORD not in {signal.kind for signal in older.signals}
    changed(photo, badge)
    assert list(judged()) == [], "a yes to the newest portrait confirms nothing about an older one"


def test_a_selfie_between_two_portraits_speaks_of_the_older_one_only(cast, badge, website):
    assert [sight.portrait for sight in monitoring.look(selfie(cast.collins, 90))] == [badge]


def test_without_the_agreement_to_compare_a_colleague_is_asked_about_the_newest_alone(cast, badge, website):
    cast.collins.biometrics = False
    cast.collins.save()
    assert [sight.portrait for sight in monitoring.look(selfie(cast.collins, 1))] == [website]


def test_a_change_since_the_badge_asks_for_no_candidates_where_only_real_photos_may_be(cast, badge, website):
    confirm(badge)
    badge.refresh_from_db()
    assert badge.drift_checks.last().decision == "drift"
    assert badge.due_sooner is not None, "its due day comes near"
    daily_watch.watch(TODAY)
    assert badge.drift_checks.filter(run__isnull=False).count() == 0


def test_both_changed_at_once_ask_for_candidates_once(cast, website):
    later = published(cast.collins, refined=True, depicts=TODAY - timedelta(days=30))
    for days_ago in (8, 8, 1):
        photo = selfie(cast.collins, days_ago, image=f"photos/{days_ago}.jpg")
        checks = [changed(photo, portrait) for portrait in (website, later)]
    assert [check.decision for check in checks] == ["drift", "drift"]
    assert checks[0].run == checks[1].run is not None


def test_what_stands_about_an_older_portrait_is_said_while_it_is_shown(cast, badge, website):
    assert not beside(cast.collins, TODAY)[badge.pk].changed
    confirm(badge)
    assert beside(cast.collins, TODAY)[badge.pk].changed
    Portrait.objects.filter(pk=badge.pk).update(state=State.SUPERSEDED)
    assert beside(cast.collins, TODAY) == {}
