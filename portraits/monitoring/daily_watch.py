"""One day's checks: ages, selfies nobody has looked at yet, changes nobody has asked for, files that are no longer right.

Where the record stands is signed with them, once a day.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from django.db import models
from django.utils import timezone

from accounts.anchoring import anchor
from accounts.audit import Verb, record
from accounts.models import Organisation
from portraits import clocks, drift, withdrawing
from portraits.models import DailyWatch, DriftCheck, Photo, Portrait, Publication, Reminder
from portraits.monitoring import ask_again, look, note
from portraits.monitoring.freshness import reading
from portraits.publishing.rereading import reread
from portraits.rulings import rule_tasks
from portraits.states import State

log = logging.getLogger("likeness.watch")
AnyRow = TypeVar("AnyRow", bound=models.Model)


def watch(on: date) -> DailyWatch | None:
    """One day's age and drift checks; None when another scheduler has the day already."""
    day, mine = DailyWatch.objects.get_or_create(day=on)
    if not mine and day.finished_at is not None:
        return None
    published = Portrait.objects.filter(state=State.PUBLISHED).select_related("person__organisation")
    unasked = DriftCheck.objects.filter(decision=drift.Decision.DRIFT, run=None)
    day.counts = {
        "lapsed": withdrawing.lapse(on),
        "reminded": _each(published.iterator(), lambda portrait: _remind(portrait, on)),
        "checked": _each(_unchecked(), _look_and_note),
        "asked": _each(unasked, ask_again),
        "ruled": _each(Organisation.objects.iterator(), lambda each: _look_at_rules(each, on)),
        "changed": _each(_live(), lambda publication: not reread(publication)),
        "anchored": _each(Organisation.objects.iterator(), lambda each: anchor(each, on) is not None),
    }
    day.finished_at = timezone.now()
    day.save(update_fields=["counts", "finished_at"])
    return day


def _each(rows: Iterable[AnyRow], work: Callable[[AnyRow], int]) -> int:
    """Do the work for every row; one that cannot be worked on is named in the log and stops nobody else."""
    done = 0
    for row in rows:
        try:
            done += work(row)
        except Exception:
            log.exception("a row of the daily watch failed", extra={"row": f"{row._meta.model_name}:{row.pk}"})
    return done


def _look_at_rules(organisation: Organisation, on: date) -> int:
    """Tasks for what the rules of the day put in the wrong, and an end to those that the day settled."""
    found = rule_tasks.look(organisation, on)
    rule_tasks.recheck(organisation, on)
    return found.tasks if found else 0


def _look_and_note(photo: Photo) -> bool:
    noted = [note(photo, sight) for sight in look(photo)]
    return bool(noted)


def _live() -> Iterable[Publication]:
    rows = Publication.objects.filter(published_at__isnull=False, ended_at=None)
    return rows.select_related("rendition", "person__organisation").iterator()


def _unchecked() -> list[Photo]:
    rows = Photo.objects.filter(kind=Photo.Kind.SELFIE, job_state="done", drift_checks=None, same_as=None)
    return list(
        rows.exclude(likeness__band__in=["ask", "other"]).filter(person__portraits__state=State.PUBLISHED).distinct()
    )


def _remind(portrait: Portrait, on: date) -> bool:
    says = reading(portrait, on).freshness
    if says not in (clocks.Freshness.DUE, clocks.Freshness.OVERDUE):
        return False
    _, created = Reminder.objects.get_or_create(portrait=portrait, freshness=says, defaults={"on": on})
    if created:
        record(
            Verb.REMINDED,
            portrait,
            organisation=portrait.person.organisation,
            data={"freshness": says, "on": on.isoformat()},
        )
    return created
