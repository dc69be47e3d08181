"""What several stations do: add a photo, approve a portrait, wait for the worker."""

from collections.abc import Sequence

from django.utils import timezone

from generation.jobs import Job
from policies.engine import Decision
from portraits.collecting import intake
from portraits.demo.album import Shot
from portraits.demo.journey import Journey, Say, Traveller
from portraits.demo.waiting import until_done
from portraits.making import artefacts, reviewing
from portraits.models import Photo, Portrait
from portraits.rulings import assessing


def add(journey: Journey, each: Traveller, shot: Shot, *, studio: bool) -> Photo:
    actor = journey.cast.collector if studio else each.person.user
    photo, _ = intake.add_photo(each.person, arrival(shot, studio=studio), actor=actor)
    return photo


def arrival(shot: Shot, *, studio: bool) -> intake.Arrival:
    kind = Photo.Kind.STUDIO if studio else Photo.Kind.SELFIE
    return intake.Arrival(data=shot.data, kind=kind, declared_on=shot.taken_on, simulated=shot.simulated)


def approve(journey: Journey, each: Traveller, portrait: Portrait, say: Say) -> None:
    """Approve for every placement the rules do not deny."""
    verdicts = assessing.assess_everywhere(portrait, timezone.localdate())
    open_places = [place.key for place, verdict in verdicts if verdict.decision is not Decision.DENY]
    if not open_places:
        reasons = dict.fromkeys(row.sentence for _, verdict in verdicts for row in verdict.findings)
        say(f"{each.person}: may be shown nowhere. {next(iter(reasons), '')}", portrait=portrait.pk, placements=[])
        return
    review = reviewing.approve(portrait, open_places, actor=journey.cast.reviewer, looked_at=artefacts.KEYS)
    each.publications = list(review.publications.all())


def wait(journey: Journey, jobs: Sequence[Job], title: str) -> None:
    until_done(jobs, title, worker=journey.worker, console=journey.console)
