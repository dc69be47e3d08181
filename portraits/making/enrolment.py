"""A real photo becomes a portrait: good enough beats any render, and the product says so."""

from django.db import transaction

from accounts.models import User
from generation.jobs import JobState
from portraits import lifecycle
from portraits.models import Photo, Portrait
from portraits.states import OPEN, State


class EnrolmentRefusedError(ValueError):
    """The photo cannot become a portrait; the sentence says why."""


def enrol(photo: Photo, *, actor: User | None) -> Portrait:
    """Make a portrait of a measured real photo and hand it in for review."""
    _refuse(photo)
    with transaction.atomic():
        portrait = Portrait.objects.create(
            person=photo.person,
            origin=photo.origin,
            image=photo.image,
            sha256=photo.sha256,
            width=photo.width,
            height=photo.height,
            face=photo.face,
            depicts_as_of=photo.captured_on,
            simulated=photo.simulated,
            photo=photo,
            uploaded_by=photo.uploaded_by,
        )
        portrait.sources.set([photo])
        lifecycle.move(portrait, State.IN_REVIEW, actor=actor or photo.uploaded_by, reason="A real photo was enrolled.")
    return portrait


def _refuse(photo: Photo) -> None:
    if photo.job_state != JobState.DONE:
        raise EnrolmentRefusedError(photo.problem or "The photo is still being measured.")
    if not photo.image:
        raise EnrolmentRefusedError("This picture was discarded after it was compared. Add another one.")
    if photo.made_elsewhere:
        raise EnrolmentRefusedError(
            "It is no real photo: hand it in as a portrait made elsewhere, with the person's word."
        )
    if photo.same_as_id:
        raise EnrolmentRefusedError("It is the same picture as one we have already.")
    if photo.likeness.get("band") in ("ask", "other"):
        raise EnrolmentRefusedError(photo.likeness["sentence"])
    if photo.enrolments.filter(state__in=OPEN).exists():
        raise EnrolmentRefusedError("This photo is a portrait already.")
