"""Where a person stands with their portrait: everything the answer on their page is made from, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from generation.jobs import JobState
from generation.models import Run
from portraits import clocks
from portraits.drift import Decision
from portraits.models import DriftCheck, Photo, Portrait
from portraits.monitoring import freshness
from portraits.states import State
from portraits.views.places import Place, places
from portraits.views.portal.good_photos import best

OPEN = (State.DRAFT, State.IN_REVIEW, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person on one day. `shown` is the newest portrait that the world sees, `places` where it and older ones are shown;
    `opened` a newer portrait still on its way."""

    on: date
    shown: Portrait | None
    places: Sequence[Place]
    reading: clocks.Reading | None
    checks: Sequence[DriftCheck]
    newest: Portrait | None
    run: Run | None
    passed: int
    good_photo: Photo | None
    has_photo: bool

    @property
    def opened(self) -> Portrait | None:
        return self.newest if self.newest and self.newest.state in OPEN else None

    @property
    def sent_back(self) -> Portrait | None:
        return self.newest if self.newest and self.newest.state == State.REJECTED else None

    @property
    def latest(self) -> DriftCheck | None:
        """The newest decision: a selfie of long ago that comes late is part of it."""
        return max(self.checks, key=lambda check: check.pk, default=None)

    @property
    def decision(self) -> str:
        return self.latest.decision if self.latest else ""

    @property
    def drifted(self) -> bool:
        return self.decision == Decision.DRIFT

    @property
    def changed_places(self) -> Sequence[Place]:
        """Places that show an older picture which no longer looks like the person."""
        return [place for place in self.places if place.changed]

    @property
    def rendering(self) -> bool:
        return self.run is not None and self.run.job_state in (JobState.WAITING, JobState.RUNNING)

    @property
    def choosing(self) -> bool:
        return self.run is not None and self.run.job_state == JobState.DONE and self.passed > 0


def stand(person: Person, on: date) -> Standing:
    shown = freshness.shown(person)
    run = _open_run(person, shown)
    return Standing(
        on=on,
        shown=shown,
        places=places(person, on),
        reading=freshness.reading(shown, on) if shown else None,
        checks=list(shown.drift_checks.all()) if shown else [],
        newest=_newer(person, shown),
        run=run,
        passed=run.candidates.exclude(rank=None).count() if run else 0,
        good_photo=best(person),
        has_photo=person.photos.exists(),
    )


def _newer(person: Person, shown: Portrait | None) -> Portrait | None:
    """The newest portrait that came after the one that is shown and was not taken back."""
    rows = person.portraits.exclude(state__in=[State.WITHDRAWN, State.ERASED, State.PUBLISHED, State.SUPERSEDED])
    if shown is not None:
        rows = rows.filter(created_at__gt=shown.created_at)
    return rows.order_by("-created_at", "-pk").first()


def _open_run(person: Person, shown: Portrait | None) -> Run | None:
    """The newest run that nobody chose from yet, unless a newer portrait is shown already."""
    run = person.runs.order_by("-created_at", "-pk").first()
    if run is None or (shown is not None and run.created_at < shown.created_at):
        return None
    chosen = Portrait.objects.filter(candidate__run=run).exclude(state__in=[State.REJECTED, State.WITHDRAWN])
    return None if chosen.exists() else run
