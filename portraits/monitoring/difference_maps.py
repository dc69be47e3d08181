"""The map of where a selfie differs from the portrait: made by the worker for a check that found something, kept private."""

from django.db import transaction

from accounts import sealed_files
from generation import faces, picture_files, pictures
from portraits.agreements import consenting
from portraits.drift import Decision
from portraits.models import DriftCheck

SHOWN_FOR = (Decision.WATCH, Decision.DRIFT, Decision.SOMEBODY_ELSE)


def keep(check: DriftCheck) -> str:
    """Draw and store the map, once, and answer its name; empty when there is nothing to show or a face is not found."""
    if check.difference or check.photo is None or not check.photo.image or check.decision not in SHOWN_FOR:
        return check.difference
    if not consenting.may_compare(check.person):
        return ""
    before, after = (picture_files.load_reduced(row.image) for row in (check.portrait, check.photo))
    try:
        drawn = faces.difference_map(before, faces.subject(before), after, faces.subject(after))
    except faces.FaceError:
        return ""
    return _keep(check, picture_files.store(pictures.encode(drawn), person=check.person, folder="differences").name)


def _keep(check: DriftCheck, name: str) -> str:
    """Unless comparing was forbidden while it was drawn."""
    with transaction.atomic():
        consenting.hold(check.person)
        if consenting.may_compare(check.person):
            check.difference = name
            check.save(update_fields=["difference"])
    if not check.difference:
        sealed_files.forget(name)
    return check.difference
