"""The ten stations of the main job. Each calls the same functions as the pages do, and waits for the same worker."""

import re
import time
from collections.abc import Sequence
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from generation.jobs import Job, JobState
from policies.engine import Decision
from portraits import (
    assessing,
    choosing,
    clocks,
    enrolment,
    freshness,
    intake,
    lifecycle,
    monitoring,
    requesting,
    reviewing,
    showing,
)
from portraits.demo.album import Shot
from portraits.demo.journey import Journey, Say, Traveller
from portraits.demo.waiting import until_done
from portraits.models import Photo, Portrait
from portraits.states import State


def take_in(journey: Journey) -> None:
    with journey.station("Intake: clean, keep once, date honestly") as say:
        for each in journey.travellers:
            for number, shot in enumerate(each.sitter.shots):
                each.photos.append(_add(journey, each, shot, studio=number == 0))
            _, again = intake.add_photo(each.person, _arrival(each.sitter.shots[0], studio=True), actor=None)
            kept = [f"{photo.width} x {photo.height}" for photo in each.photos]
            simulated = sum(photo.simulated for photo in each.photos)
            say(
                f"{each.person}: kept {len(each.photos)} ({', '.join(kept)}), {simulated} of them simulated from the "
                f"first; sent again, the first was {'kept twice' if again else 'recognised'}.",
                person=each.person.pk,
                photos=len(each.photos),
                simulated=simulated,
                kept_twice=again,
            )


def measure(journey: Journey) -> None:
    with journey.station("Measure: face, template, quality with reasons") as say:
        _wait(journey, [photo for each in journey.travellers for photo in each.photos], "measuring photos")
        for each in journey.travellers:
            for photo in each.photos:
                passed = sum(part["passed"] for part in photo.quality)
                advice = " ".join(photo.advice) or "Nothing to improve."
                say(
                    f"{each.person}, {photo.kind} of {photo.captured_on}: {passed} of {len(photo.quality)} components pass. "
                    f"{advice} {photo.likeness.get('sentence', photo.problem)}",
                    photo=photo.pk,
                    state=photo.job_state,
                    passed=passed,
                    components=len(photo.quality),
                    likeness=photo.likeness,
                )


def enrol_and_ask(journey: Journey) -> None:
    with journey.station("Enrol the real photo, publish it, ask for a render") as say:
        for each in journey.travellers:
            try:
                each.real = enrolment.enrol(each.photos[0], actor=journey.cast.collector)
            except enrolment.EnrolmentRefusedError as refused:
                say(f"{each.person}: not enrolled. {refused}", person=each.person.pk, enrolled=False)
                continue
            _approve(journey, each, each.real, say)
        _wait(journey, [row for each in journey.travellers for row in each.publications], "publishing real photos")
        for each in journey.travellers:
            _say_published(say, each, each.real)
            if each.real and each.sitter.asks_for_render:
                each.run = requesting.ask(
                    each.person, actor=each.person.user, reason="A new picture from my newest photo."
                )
                say(f"{each.person}: candidates asked for, run {each.run.pk}.", run=each.run.pk)


def gate(journey: Journey) -> None:
    with journey.station("Render, gates, rank: the most recognisable one wins") as say:
        _wait(journey, [each.run for each in journey.travellers if each.run], "rendering and measuring candidates")
        for each in journey.travellers:
            if each.run is None:
                continue
            if each.run.job_state == JobState.FAILED:
                say(f"{each.person}: no candidates. {each.run.problem}", run=each.run.pk, failed=True)
            for candidate in each.run.candidates.all():
                place = f"rank {candidate.rank}" if candidate.rank else "refused"
                say(
                    f"{each.person}, {candidate.preset}/{candidate.background}: {candidate.verdict}, {place}. "
                    f"{' '.join(candidate.reasons)}",
                    candidate=candidate.pk,
                    verdict=candidate.verdict,
                    rank=candidate.rank,
                    seconds=round(candidate.seconds, 2),
                    gates=candidate.gates,
                )


def choose(journey: Journey) -> None:
    with journey.station("Choose, attest, approve: two persons, and the person's own word") as say:
        for each in journey.travellers:
            best = each.run.candidates.exclude(rank=None).first() if each.run else None
            if best is None or each.person.user is None:
                continue
            each.made = choosing.choose(best, actor=each.person.user)
            say(
                f"Handed in before attesting: {' '.join(lifecycle.why_not(each.made, State.IN_REVIEW, actor=each.person.user))}"
            )
            choosing.attest(each.made, actor=each.person.user)
            say(
                f"Approved by the person shown: {' '.join(lifecycle.why_not(each.made, State.APPROVED, actor=each.person.user))}"
            )
            say(
                f"{each.person} chose candidate {best.number} and attested it.",
                portrait=each.made.pk,
                candidate=best.pk,
            )


def assess(journey: Journey) -> None:
    today = timezone.localdate()
    with journey.station("Assess: every placement, by the rules in force today") as say:
        for each in journey.travellers:
            if each.made is None:
                continue
            for placement, verdict in assessing.assess_everywhere(each.made, today):
                duties = [f"{duty.channel} {duty.level}" for duty in verdict.duties]
                why = next((row.sentence for row in verdict.findings if row.decision is verdict.decision), "")
                say(
                    f"{placement.title}: {verdict.decision.value}. {why} Duties: {', '.join(duties) or 'none'}.",
                    placement=placement.key,
                    decision=verdict.decision.value,
                    rules=[row.rule_id for row in verdict.findings],
                    duties=duties,
                )


def rendition(journey: Journey) -> None:
    with journey.station("Renditions: crop, label, XMP, signature - read back") as say:
        for each in journey.travellers:
            if each.made is None:
                continue
            try:
                reviewing.approve(each.made, ["id_badge"], actor=journey.cast.reviewer)
            except lifecycle.MoveRefusedError as refused:
                say(f"Asked for the badge: {refused}", placement="id_badge", refused=True)
            _approve(journey, each, each.made, say)
        _wait(journey, [row for each in journey.travellers for row in each.publications], "making and publishing files")
        for each in journey.travellers:
            for row in showing.live(each.person):
                made = row.rendition
                if made is not None:
                    say(
                        f"{each.person}, {row.placement}: {made.width} x {made.height}, {made.size:,} bytes, "
                        f"{made.source_type}, label {made.label.get('text', 'none')}, "
                        f"credentials {made.credentials['credentials']['state']}.",
                        placement=row.placement,
                        bytes=made.size,
                        source_type=made.source_type,
                        label=made.label,
                        credentials=made.credentials["credentials"]["state"],
                    )


def publish(journey: Journey) -> None:
    with journey.station("Publish: on the channel, read back byte for byte") as say:
        for each in journey.travellers:
            for row in showing.live(each.person):
                say(
                    f"{row.placement}: portrait {row.portrait_id} at {row.address}, "
                    f"{'read back' if row.read_back_at else 'NOT read back: ' + row.problem}.",
                    placement=row.placement,
                    address=row.address,
                    channel=row.channel,
                    read_back=row.read_back_at is not None,
                )


def watch(journey: Journey) -> None:
    today = timezone.localdate()
    with journey.station("Watch: clocks, drift confirmed on a second day, somebody else's selfie") as say:
        for each in journey.travellers:
            for shot in each.sitter.later:
                photo = _add(journey, each, shot, studio=False)
                _wait(journey, [photo], "checking in a selfie")
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
        _wait(
            journey,
            [run for each in journey.travellers for run in each.person.runs.all()],
            "rendering what drift asked for",
        )
        day = monitoring.watch(today)
        say(
            f"Age and drift checks of {today}: {day.counts if day else 'done before'}.",
            counts=day.counts if day else {},
        )
        for each in journey.travellers:
            _say_clock(say, each)


def _mix_up(journey: Journey, say: Say) -> None:
    """The first person's colleague sends their own face as the first person's selfie."""
    if len(journey.travellers) < 2:
        return
    first, other = journey.travellers[:2]
    shot = Shot(other.sitter.shots[-1].data, timezone.localdate())
    photo = _add(journey, first, shot, studio=False)
    _wait(journey, [photo], "checking in somebody else's selfie")
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


def _add(journey: Journey, each: Traveller, shot: Shot, *, studio: bool) -> Photo:
    actor = journey.cast.collector if studio else each.person.user
    photo, _ = intake.add_photo(each.person, _arrival(shot, studio=studio), actor=actor)
    return photo


def _arrival(shot: Shot, *, studio: bool) -> intake.Arrival:
    kind = Photo.Kind.STUDIO if studio else Photo.Kind.SELFIE
    return intake.Arrival(data=shot.data, kind=kind, declared_on=shot.taken_on, simulated=shot.simulated)


def _approve(journey: Journey, each: Traveller, portrait: Portrait, say: Say) -> None:
    """Approve for every placement the rules do not deny."""
    verdicts = assessing.assess_everywhere(portrait, timezone.localdate())
    open_places = [place.key for place, verdict in verdicts if verdict.decision is not Decision.DENY]
    if not open_places:
        reasons = dict.fromkeys(row.sentence for _, verdict in verdicts for row in verdict.findings)
        say(f"{each.person}: may be shown nowhere. {next(iter(reasons), '')}", portrait=portrait.pk, placements=[])
        return
    each.publications = list(reviewing.approve(portrait, open_places, actor=journey.cast.reviewer).publications.all())


def _say_published(say: Say, each: Traveller, portrait: Portrait | None) -> None:
    if portrait is None:
        return
    portrait.refresh_from_db()
    shown = [row.placement for row in showing.live(each.person)]
    say(
        f"{each.person}: the real photo of {portrait.depicts_as_of} is {portrait.state} in {', '.join(shown)}.",
        portrait=portrait.pk,
        placements=shown,
    )


def _wait(journey: Journey, jobs: Sequence[Job], title: str) -> None:
    until_done(jobs, title, worker=journey.worker, console=journey.console)


def see(journey: Journey) -> None:
    """Open the pages as the two people who use them, through the real views."""
    with journey.station("See it: the pages of the employee and the admin") as say:
        first = journey.travellers[0].person
        for user, address in ((first.user, reverse("portal:portrait")), (journey.cast.reviewer, reverse("console:home"))):
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


ALL = (take_in, measure, enrol_and_ask, gate, choose, assess, rendition, publish, watch, see)
