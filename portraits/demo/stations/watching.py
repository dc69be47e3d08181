"""Stations 9 and 10: the clocks, new selfies, and the pages."""

import re
import time
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from generation import picture_files
from portraits import clocks
from portraits.collecting.cleaning import PictureRefusedError
from portraits.demo.album import Shot
from portraits.demo.journey import Journey, Say, Traveller
from portraits.demo.stations.steps import add, wait
from portraits.monitoring import daily_watch, freshness
from portraits.states import State
from portraits.views import words


def watch(journey: Journey) -> None:
    today = timezone.localdate()
    with journey.station("Watch: clocks, drift confirmed on a second day, somebody else's selfie") as say:
        for each in journey.travellers:
            for shot in each.sitter.later:
                try:
                    photo = add(journey, each, shot, studio=False)
                except PictureRefusedError as refused:
                    say(f"{each.person}, picture of {shot.taken_on}: not taken in. {refused}", refused=refused.code)
                    continue
                wait(journey, [photo], "checking in a selfie")
                check = photo.drift_checks.order_by("-pk").first()
                said = (
                    f"{check.decision}. {check.sentence}"
                    if check
                    else photo.problem or photo.likeness.get("sentence", "")
                )
                say(
                    f"{each.person}, selfie of {photo.captured_on}: {said}",
                    photo=photo.pk,
                    decision=check.decision if check else None,
                    signals=check.signals if check else [],
                    run=check.run_id if check else None,
                )
        _mix_up(journey, say)
        wait(
            journey,
            [run for each in journey.travellers for run in each.person.runs.all()],
            "rendering what drift asked for",
        )
        day = daily_watch.watch(today)
        say(
            f"Age and drift checks of {today}: {words.tally(day.counts) if day else 'done before'}.",
            counts=day.counts if day else {},
        )
        for each in journey.travellers:
            _say_clock(say, each)


def see(journey: Journey) -> None:
    """Open the pages as the two people who use them, through the real views."""
    with journey.station("See it: the pages of the employee and the admin") as say:
        first = journey.travellers[0].person
        for user, address in (
            (first.user, reverse("portal:portrait")),
            (journey.cast.reviewer, reverse("console:home")),
        ):
            if user is None:
                continue
            client = Client(headers={"host": "127.0.0.1"})
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            began = time.perf_counter()
            response = client.get(address)
            took = round((time.perf_counter() - began) * 1000)
            headline = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
            words = re.sub(r"<[^>]+>|\s+", " ", headline[1]).strip() if headline else ""
            say(f"{address}: {response.status_code}, “{words}”.", address=address, status=response.status_code, ms=took)


def _mix_up(journey: Journey, say: Say) -> None:
    """The first person's colleague sends their own face as the first person's selfie."""
    if len(journey.travellers) < 2:
        return
    first, other = journey.travellers[:2]
    if not first.photos or not other.photos:
        return
    shot = Shot(picture_files.read(other.photos[0].image), timezone.localdate())
    photo = add(journey, first, shot, studio=False)
    wait(journey, [photo], "checking in somebody else's selfie")
    alert = first.person.identity_alerts.filter(photo=photo).first()
    outcome = "an identity alert waits for a human" if alert else f"no alert ({photo.likeness.get('band')})"
    say(
        f"{other.person}'s face as {first.person}: {outcome}.",
        photo=photo.pk,
        alert=alert is not None,
        likeness=photo.likeness,
    )


def _say_clock(say: Say, each: Traveller) -> None:
    for portrait in each.person.portraits.filter(state=State.PUBLISHED):
        reading = freshness.reading(portrait, timezone.localdate())
        later = clocks.read(reading.clock, portrait.depicts_as_of, timezone.localdate() + timedelta(days=730))
        say(
            f"{each.person}, portrait {portrait.pk} depicts {portrait.depicts_as_of}: {reading.freshness} by the "
            f"{reading.clock.key} clock, due on {reading.due_on}; in two years it would be {later.freshness}.",
            portrait=portrait.pk,
            clock=reading.clock.key,
            freshness=reading.freshness,
            due_on=str(reading.due_on),
        )
