"""Pictures from a form into the intake: all of them or none, with the refusal back on the field it is about."""

from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import Person, User
from portraits import patience
from portraits.collecting import intake
from portraits.collecting.cleaning import PictureRefusedError
from portraits.collecting.intake import Arrival
from portraits.forms import PictureForm
from portraits.models import Photo
from portraits.provenance.source_types import SourceType

FIELD_OF = {"future_date": "taken_on"}


class Said(TypedDict, total=False):
    """What the sender says of the pictures, as an arrival takes it."""

    still_looks_like_me: bool | None
    reasons: tuple[str, ...]
    made_by: SourceType


def take_in(
    form: PictureForm, person: Person, *, kind: Photo.Kind, actor: User, **said: Unpack[Said]
) -> list[tuple[Photo, bool]]:
    """Keep the form's pictures; nothing, with the reason on the form, when one of them cannot be taken in."""
    day = form.cleaned_data["taken_on"]
    arrivals = [Arrival(data=data, kind=kind, declared_on=day, **said) for data in form.pictures]
    if reason := patience.against_more(person, len(arrivals)):
        form.add_error("picture", reason)
        return []
    number = 0
    try:
        with transaction.atomic():
            kept = []
            for number, arrival in enumerate(arrivals, 1):  # noqa: B007 (named in the refusal)
                kept.append(intake.add_photo(person, arrival, actor=actor))
            return kept
    except PictureRefusedError as refusal:
        which = f"Picture {number}: " if len(arrivals) > 1 else ""
        form.add_error(FIELD_OF.get(refusal.code, "picture"), f"{which}{refusal}")
        return []
