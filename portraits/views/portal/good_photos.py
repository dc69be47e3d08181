"""When a real photo is good enough to be the portrait: then it comes first, before any render."""

from accounts.models import Person
from portraits.making import requesting
from portraits.models import Photo
from portraits.states import State

TAKEN = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED, State.SUPERSEDED, State.REJECTED)


def good_enough(photo: Photo) -> bool:
    """Whether it passes every quality component and may stand for how the person looks."""
    return photo.usable and bool(photo.quality) and all(each.get("passed") for each in photo.quality)


def best(person: Person) -> Photo | None:
    """The newest real photo that is good enough and is no portrait yet."""
    recent = [photo for photo in requesting.references(person) if photo.image and good_enough(photo)]
    used = set(person.portraits.filter(photo__in=recent, state__in=TAKEN).values_list("photo_id", flat=True))
    return next((photo for photo in recent if photo.pk not in used), None)
