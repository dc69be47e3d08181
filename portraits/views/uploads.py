"""Pictures from a form into the intake: all of them or none, with the refusal back on the field it is about."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Person, User
from portraits import intake
from portraits.cleaning import PictureRefusedError
from portraits.forms import PictureForm
from portraits.intake import Arrival
from portraits.models import Photo

FIELD_OF = {"future_date": "taken_on"}


def take_in(
    form: PictureForm,
    person: Person,
    *,
    kind: Photo.Kind,
    actor: User,
    still_looks_like_me: bool | None = None,
    reasons: Sequence[str] = (),
) -> list[tuple[Photo, bool]]:
    """Keep the form's pictures; nothing, with the reason on the form, when one of them cannot be taken in."""
    arrivals = [
        Arrival(
            data=data,
            kind=kind,
            declared_on=form.cleaned_data["taken_on"],
            still_looks_like_me=still_looks_like_me,
            reasons=tuple(reasons),
        )
        for data in form.pictures
    ]
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
