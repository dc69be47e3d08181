"""Nothing longer than needed: the nightly look at what the retention rules say of everybody."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts import sealed_files
from accounts.audit import Verb, record
from accounts.models import Person
from generation import jobs
from generation.jobs import JobState
from policies import retention
from policies.consent import Purpose
from policies.models import Release
from policies.retention import Data, Dates, Due
from portraits import erasing, withdrawing
from portraits.erasing import holds
from portraits.keeping import discarding
from portraits.models import Attestation, Erasure, Export, Opinion, Photo, Publication
from portraits.publishing import showing

log = logging.getLogger("likeness.retention")
LOOKED_AT_AGAIN: Final = timedelta(days=14)  # how long after an erasure the nightly look goes over it once more


@lru_cache(maxsize=4)
def _rules(path: str) -> tuple[retention.Rule, ...]:
    return retention.read(Path(path)) if path else retention.read()


def rules() -> tuple[retention.Rule, ...]:
    """The rules of this installation."""
    return _rules(settings.RETENTION_FILE)


def due(person: Person, data: Data) -> Due | None:
    """When this must go, by the earliest rule; None while no time runs."""
    places = [*person.organisation.jurisdictions, *([person.region] if person.region else [])]
    return retention.destroy_at(dates_of(person), rules(), data, places)


def dates_of(person: Person) -> Dates:
    """What the rows know of the dates that rules count from."""
    return Dates(
        purpose_end=_ended(person, Purpose.BIOMETRICS),
        left_on=person.left_on,
        last_interaction=_last_interaction(person),
        release_end=_ended(person, Purpose.PORTRAIT),
    )


def look(on: date) -> dict[str, int]:
    """The nightly look. What cannot be done for one person is logged with their number and stops nobody else."""
    here = Person.objects.filter(erased_at=None).select_related("organisation", "user")
    counts = {
        "selfies": discarding.discard_used(on),
        "taken_down": _each(here.filter(left_on__lte=on), _take_down),
        "biometrics": _each(here, lambda person: _apply(person, Data.BIOMETRICS, on)),
        "erasures": _each(here, lambda person: _apply(person, Data.EVERYTHING, on)),
        "exports": _each(Export.objects.filter(expires_at__lte=timezone.now()).exclude(file=""), expire),
        "resumed": _each(_stalled(), _resume),
        "swept": _each(_lately_erased(), _sweep),
    }
    discarding.finish_discarded()
    erasing.forget_pages()
    return counts


def expire(export: Export) -> int:
    """Remove an archive whose days are over."""
    sealed_files.forget(export.file)
    Export.objects.filter(pk=export.pk).update(file="", size=0)
    return 1


def _apply(person: Person, data: Data, on: date) -> int:
    found = due(person, data)
    if found is None or found.on > on or holds.standing(person):
        return 0
    if data is Data.BIOMETRICS:
        return _end_biometrics(person, found)
    left = found.rule.basis == "left_on"
    erasing.ask(person, why=Erasure.Why.LEFT if left else Erasure.Why.RETENTION, actor=None)
    return 1


def _end_biometrics(person: Person, found: Due) -> int:
    """What ends when the agreement is taken back, whether it was or not: one table for both. What people saw stays."""
    with transaction.atomic():
        certificate = withdrawing.end(person, Purpose.BIOMETRICS, whole=True)
        if certificate is None:
            return 0
        data = {"rule": found.rule.id, "certificate": certificate.pk, "items": len(certificate.items)}
        record(Verb.RETENTION_ENDED, person, organisation=person.organisation, data=data)
    return 1


def _take_down(person: Person) -> int:
    """Somebody who left is shown no longer; what is kept of them goes after the grace of the rules."""
    live = Publication.objects.filter(person=person, published_at__isnull=False, ended_at=None)
    for publication in live:
        showing.end(publication, why="The person left.", actor=None)
    return len(live)


def _stalled() -> QuerySet[Erasure]:
    """Erasures that ran out of attempts after they had begun: a begun one is never given up."""
    return Erasure.objects.filter(job_state=JobState.FAILED, person__erased_at__isnull=False)


def _resume(erasure: Erasure) -> int:
    from portraits.tasks import erase

    with transaction.atomic():
        resumed = jobs.again(Erasure, erasure.pk)
        jobs.announce(erase, erasure.pk)
    return int(resumed)


def _lately_erased() -> QuerySet[Person]:
    return Person.objects.filter(erased_at__gte=timezone.now() - LOOKED_AT_AGAIN, erasures__job_state=JobState.DONE)


def _sweep(person: Person) -> int:
    """What a process that slept through the erasure wrote afterwards."""
    if not erasing.something_left(person):
        return 0
    erasing.sweep(person)
    return 1


def _ended(person: Person, purpose: Purpose) -> date | None:
    """The day after the last release for it ended; None while one stands, and while there never was one."""
    ends = [_last_day(row) for row in Release.objects.filter(person=person, purpose=purpose)]
    known = [end for end in ends if end is not None]
    return max(known) + timedelta(days=1) if known and len(known) == len(ends) else None


def _last_day(row: Release) -> date | None:
    back = timezone.localdate(row.withdrawn_at) - timedelta(days=1) if row.withdrawn_at else None
    return min((day for day in (row.ends_on, back) if day is not None), default=None)


def _last_interaction(person: Person) -> date | None:
    """When the person was last here: signed in, sent a picture, said or agreed to something."""
    moments = [
        person.user.last_login if person.user else None,
        *(_newest(rows, column) for rows, column in _traces(person)),
    ]
    return max((timezone.localdate(moment) for moment in moments if moment), default=None)


def _traces(person: Person) -> Iterable[tuple[QuerySet[Any], str]]:
    return (
        (Photo.objects.filter(person=person), "created_at"),
        (Attestation.objects.filter(portrait__person=person), "at"),
        (Opinion.objects.filter(portrait__person=person, voice=Opinion.Voice.PERSON), "created_at"),
        (Release.objects.filter(person=person), "given_at"),
    )


def _newest(rows: QuerySet[Any], column: str) -> datetime | None:
    found: datetime | None = rows.order_by().aggregate(newest=Max(column))["newest"]
    return found


def _each(rows: QuerySet[Any], work: Callable[[Any], int]) -> int:
    done = 0
    for row in list(rows):
        try:
            done += work(row)
        except Exception:
            log.exception("a row of the nightly look failed", extra={"row": f"{row._meta.model_name}:{row.pk}"})
    return done
