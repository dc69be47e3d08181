"""A portrait made elsewhere: held against the person's own real photos, then handed in with their word, like any other."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from accounts.models import Person, User
from generation import gates, picture_files, pictures, recipe
from generation.jobs import JobState
from generation.templates import recall_all
from portraits.making import choosing, requesting
from portraits.models import Photo, Portrait
from portraits.states import OPEN, State

HELD_AGAINST: Final = 4  # newest real photos: more take a second each and change no verdict
NO_REFERENCES: Final = "There is no real photo of you to hold it against: no photo, no portrait. Add one first."


class BroughtRefusedError(ValueError):
    """The picture cannot become a portrait; the sentence says why."""


def judge(
    photo: Photo, picture: pictures.Picture, known: Sequence[Photo], *, source: Photo | None, compare: bool
) -> dict[str, Any]:
    """What the gates say, as a row keeps it: all of them where a real photo is its source, else those that need none.

    Without a real photo nothing passes.
    """
    limits = gates.thresholds(recipe.load("refine").gates)
    newest = [each for each in known if each != source and each.image][:HELD_AGAINST]
    if source is not None and source.image:
        templates = [*recall_all(photo.person, [each.sha256 for each in newest]).values()] if compare else []
        original = gates.Subject.of(picture_files.load(source.image))
        return gates.check_picture(original, picture, templates, limits, compare=compare)[1].as_json()
    real = [gates.Subject.of(picture_files.load(each.image)) for each in newest]
    if not real:
        return gates.unheld(NO_REFERENCES, limits).as_json()
    return gates.check_outside(gates.Subject.of(picture), real, limits, compare=compare).as_json()


def held_against(person: Person) -> list[Photo]:
    """The newest real photos, as far as they are still here."""
    return [each for each in requesting.references(person) if each.image][:HELD_AGAINST]


def refusal(photo: Photo) -> str:
    """Why it cannot be handed in now, in one sentence; empty when it can."""
    if photo.job_state != JobState.DONE:
        return photo.problem or "It is still being checked."
    if photo.enrolments.filter(state__in=OPEN).exists():
        return "It is handed in already."
    if photo.gates.get("verdict") not in ("pass", "amber"):
        return "It did not pass the checks against your real photos and cannot be used."
    return ""


@transaction.atomic
def hand_in(photo: Photo, *, actor: User) -> Portrait:
    """A portrait of a brought picture with the person's word. Raises BroughtRefusedError, ChoiceRefusedError, MoveRefusedError."""
    if why := refusal(photo):
        raise BroughtRefusedError(why)
    held = held_against(photo.person)
    portrait = Portrait.objects.create(
        person=photo.person,
        origin=photo.origin,
        image=photo.image,
        sha256=photo.sha256,
        width=photo.width,
        height=photo.height,
        face=photo.face,
        depicts_as_of=max((each.captured_on for each in held), default=photo.captured_on),
        simulated=photo.simulated,
        photo=photo,
        replaces=photo.person.portraits.filter(state=State.PUBLISHED).order_by("-pk").first(),
        uploaded_by=actor,
    )
    portrait.sources.set([photo, *held])
    choosing.attest(portrait, actor=actor)
    return portrait
