"""A picture from a form into the intake, its refusals back onto the field they are about."""

from collections.abc import Sequence

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
) -> tuple[Photo, bool] | None:
    """Keep the form's picture; None, with the reason on the form, when it cannot be taken in."""
    arrival = Arrival(
        data=form.data_of_picture,
        kind=kind,
        declared_on=form.cleaned_data["taken_on"],
        still_looks_like_me=still_looks_like_me,
        reasons=tuple(reasons),
    )
    try:
        return intake.add_photo(person, arrival, actor=actor)
    except PictureRefusedError as refusal:
        form.add_error(FIELD_OF.get(refusal.code, "picture"), str(refusal))
        return None
