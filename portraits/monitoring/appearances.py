"""The appearance of a stored picture: read once, kept beside it, measured again only when what numbers mean has changed.

Nothing of a face is measured for a person who is not compared by software.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from generation import faces, picture_files
from portraits.agreements import consenting
from portraits.models import Photo, Portrait

Json = Mapping[str, Any]


def of_photo(photo: Photo, *, like: Json | None = None) -> dict[str, Any]:
    """The photo's appearance, comparable with `like`; empty when it has none."""
    if not consenting.may_compare(photo.person):
        return {}
    if photo.image and (not photo.appearance or (like and not comparable(photo.appearance, like))):
        _keep(photo, _measured(photo.image))
    return dict(photo.appearance)


def _keep(photo: Photo, seen: dict[str, Any]) -> None:
    """Unless comparing was forbidden while it was measured."""
    with transaction.atomic():
        consenting.hold(photo.person)
        photo.appearance = seen if consenting.may_compare(photo.person) else {}
        photo.save(update_fields=["appearance"])


def of_portrait(portrait: Portrait, *, like: Json | None = None) -> dict[str, Any]:
    """The portrait's appearance, comparable with `like`; a real photo's is the photo's own."""
    if not consenting.may_compare(portrait.person):
        return {}
    if portrait.photo is not None and portrait.photo.sha256 == portrait.sha256:
        return of_photo(portrait.photo, like=like)
    return _measured(portrait.image)


def comparable(one: Json, other: Json) -> bool:
    """Whether the numbers of both mean the same."""
    return all(one.get(name) == other.get(name) for name in ("version", "attributes_version"))


def changes(before: Json, after: Json) -> tuple[faces.Change, ...]:
    """Every kind of change between two stored appearances; none when one is missing."""
    if not before or not after:
        return ()
    return faces.changes(faces.Appearance.from_json(before), faces.Appearance.from_json(after))


def _measured(name: str) -> dict[str, Any]:
    if not name:  # discarded after its check: its numbers are what is left
        return {}
    picture = picture_files.load_reduced(name)
    try:
        return faces.appearance_of(picture, faces.subject(picture)).as_json()
    except faces.FaceError:
        return {}
