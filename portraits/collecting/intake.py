"""From a file somebody sends to a photo we keep: cleaned, immutable, once, with an honest date."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Person, User
from generation import picture_files
from generation.jobs import announce
from portraits.collecting.cleaning import Clean, PictureRefusedError, clean
from portraits.models import Photo
from portraits.provenance import fingerprint, reading
from portraits.provenance.source_types import SourceType, most_generative


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came, and what who sent it says of it."""

    data: bytes
    kind: Photo.Kind
    declared_on: date | None = None
    simulated: bool = False
    still_looks_like_me: bool | None = None
    reasons: tuple[str, ...] = ()  # kinds of change ticked by somebody who looks different now
    made_by: SourceType = SourceType.DIGITAL_CAPTURE  # what the sender says made it; the file may say more


def add_photo(person: Person, arrival: Arrival, *, actor: User | None) -> tuple[Photo, bool]:
    """Keep a photo of `person` and queue its measuring; (photo, False) when the same bytes are here already.

    Raises PictureRefusedError, with a sentence for the person, when the file cannot be taken in.
    """
    now = timezone.localtime()
    _refuse_future(arrival.declared_on, now)
    cleaned = clean(arrival.data, max_bytes=settings.UPLOAD_MAX_BYTES, max_pixels=settings.UPLOAD_MAX_PIXELS, now=now)
    said = reading.read(arrival.data, anchors=())
    stored = picture_files.store(cleaned.data, person=person, folder="photos")
    captured_at, captured_from = _date(cleaned, arrival.declared_on, now)
    with transaction.atomic():
        photo, created = Photo.objects.get_or_create(
            person=person,
            sha256=stored.sha256,
            defaults={
                "kind": arrival.kind,
                "image": stored.name,
                "width": stored.width,
                "height": stored.height,
                "size": stored.size,
                "captured_at": captured_at,
                "captured_from": captured_from,
                "origin": _origin(arrival, said.source_type).code,
                "provenance": said.as_json(),
                "simulated": arrival.simulated,
                "fingerprint": fingerprint.of_picture(cleaned.small),
                "uploaded_by": actor,
                "still_looks_like_me": arrival.still_looks_like_me,
                "reasons": list(arrival.reasons) if arrival.still_looks_like_me is False else [],
            },
        )
        if created:
            _announce(photo, actor)
    return photo, created


def _origin(arrival: Arrival, said: SourceType | None) -> SourceType:
    """The more generative of what the file and what the sender say; a brought portrait is no capture, whatever it says."""
    told = [each for each in (said, arrival.made_by) if each]
    if arrival.kind == Photo.Kind.ELSEWHERE:
        told.append(SourceType.HUMAN_EDITS)
    elif said:
        return said
    return most_generative(told) or SourceType.DIGITAL_CAPTURE


def _announce(photo: Photo, actor: User | None) -> None:
    from portraits.tasks import measure_photo

    record(
        Verb.PHOTO_ADDED,
        photo,
        organisation=photo.person.organisation,
        actor=actor,
        data={"kind": photo.kind, "sha256": photo.sha256, "captured_from": photo.captured_from},
    )
    announce(measure_photo, photo.pk)


def _refuse_future(declared_on: date | None, now: datetime) -> None:
    if declared_on and declared_on > now.date():
        raise PictureRefusedError("future_date", "The day it was taken lies in the future. Give the day of the photo.")


def _date(cleaned: Clean, declared_on: date | None, now: datetime) -> tuple[datetime, Photo.DateFrom]:
    """The camera's word first, then the sender's, then today - and which of the three it was."""
    if cleaned.captured_at:
        return cleaned.captured_at, Photo.DateFrom.EXIF
    if declared_on:
        return datetime.combine(declared_on, time(12), tzinfo=now.tzinfo), Photo.DateFrom.DECLARED
    return now, Photo.DateFrom.UPLOAD
