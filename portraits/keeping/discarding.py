"""Selfies that were only compared: their bytes go after some days, or at once; what was measured of them stays."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import sealed_files
from accounts.audit import Verb, record
from generation.jobs import OPEN, JobState
from generation.models import Run
from portraits.models import DriftCheck, LegalHold, Photo, Portrait
from portraits.states import OPEN as PORTRAITS_ON_THEIR_WAY


def at_once() -> bool:
    """Compute, compare, discard: no selfie outlives its check."""
    return bool(settings.SELFIE_DAYS == 0)


def kept(photo: Photo | None) -> bool:
    """Whether the photo's bytes are here and stay for now, so that something may be made from it."""
    return photo is not None and bool(photo.image) and not (at_once() and photo.kind == Photo.Kind.SELFIE)


def after_check(photo: Photo) -> None:
    """What follows the measuring of a photo: with compute, compare, discard its bytes go now."""
    if at_once() and _only_compared().filter(pk=photo.pk).exists() and not _needed(photo):
        discard(photo)


def discard_used(on: date) -> int:
    """Discard every selfie whose days are over; answers how many."""
    done = 0
    last = timezone.now() if at_once() else _midnight(on - timedelta(days=settings.SELFIE_DAYS))
    for photo in _only_compared().filter(finished_at__lt=last).order_by("pk"):
        if not _needed(photo):
            discard(photo)
            done += 1
    return done


def discard(photo: Photo) -> None:
    """Remove the picture, its small copies and the maps drawn from it. Numbers and verdicts stay."""
    person, names = photo.person, [photo.image]
    checks = DriftCheck.objects.filter(photo=photo).exclude(difference="")
    names += checks.values_list("difference", flat=True)
    with transaction.atomic():
        checks.update(difference="")
        Photo.objects.filter(pk=photo.pk).update(image="", discarded_at=timezone.now())
        record(Verb.SELFIE_DISCARDED, photo, organisation=person.organisation)
    for name in names:
        sealed_files.forget(name)
    _forget_small_copies(photo)
    photo.refresh_from_db()


def finish_discarded() -> int:
    """Small copies that an interrupted discarding left, and any made meanwhile."""
    recent = Photo.objects.filter(discarded_at__gte=timezone.now() - timedelta(days=2), person__erased_at=None)
    return sum(_forget_small_copies(photo) for photo in recent.select_related("person"))


def _only_compared() -> QuerySet[Photo]:
    """Selfies with a check behind them, and those that could not be measured at all; not ones somebody must look at."""
    looked_at = Q(job_state=JobState.DONE, drift_checks__isnull=False) | Q(job_state=JobState.FAILED)
    rows = Photo.objects.filter(looked_at, kind=Photo.Kind.SELFIE).exclude(image="")
    rows = rows.exclude(identity_alert__isnull=False, identity_alert__resolved_at=None)
    return rows.select_related("person__organisation").distinct()


def _needed(photo: Photo) -> bool:
    """Whether a portrait on its way or shown was made from it, a run waits for it, or a legal hold keeps everything."""
    portraits = Portrait.objects.filter(person=photo.person, state__in=PORTRAITS_ON_THEIR_WAY)
    made = Q(photo=photo) | Q(image=photo.image) | Q(candidate__run__source_sha256=photo.sha256)
    runs = Run.objects.filter(person=photo.person, source_sha256=photo.sha256, job_state__in=OPEN)
    held = LegalHold.objects.filter(person=photo.person, lifted_at=None)
    return portraits.filter(made).exists() or runs.exists() or held.exists()


def _forget_small_copies(photo: Photo) -> int:
    """Every size of it, and every cut made to be held beside another picture."""
    name = sealed_files.name_for(photo.person, photo.sha256, folder="thumbnails", suffix="")
    folder, _, start = name.rpartition("/")
    found = [each for each in sealed_files.below(folder) if each.rpartition("/")[2].startswith(start)]
    for each in found:
        sealed_files.forget(each)
    return len(found)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
