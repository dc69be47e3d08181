"""Comparing by eye: what a matcher would say, a colleague says, with the same consequences and the same clocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import User
from portraits import drift, likeness, monitoring, thresholds
from portraits.drift import CHANGES, Kind
from portraits.models import Comparison, Photo, Portrait
from portraits.monitoring import freshness


class ComparisonRefusedError(ValueError):
    """It cannot be decided like this; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a colleague saw. `still_looks_like` is about the portrait that is shown; None where none was asked about."""

    same_person: bool
    still_looks_like: bool | None = None
    reasons: Sequence[str] = ()
    note: str = ""


def awaited(photo: Photo, *, known: bool) -> likeness.Likeness:
    """What stands of a photo that no matcher compares: a colleague is asked, unless there is nothing to compare with."""
    if known or freshness.shown(photo.person) is not None:
        return likeness.unseen()
    return likeness.verify((), thresholds.identity())


def ask(photo: Photo) -> Comparison:
    """Put the photo before a colleague, once."""
    return Comparison.objects.get_or_create(photo=photo, defaults={"person": photo.person})[0]


def asked_about(comparison: Comparison) -> Portrait | None:
    """The portrait that the selfie is held against; None for other photos, and where the portrait is newer."""
    photo = comparison.photo
    return monitoring.held_against(photo) if photo.kind == Photo.Kind.SELFIE else None


def decide(comparison: Comparison, seen: Seen, *, actor: User) -> Comparison:
    """Write down what was seen; the photo and the watch over the portrait go on as after a matcher's answer.

    Raises ComparisonRefusedError: nobody decides about their own face, and a doubt is explained.
    """
    if not permissions.can_compare_by_eye(actor, comparison):
        raise ComparisonRefusedError("Somebody else than the person it is about has to decide this.")
    with transaction.atomic():
        held = (
            Comparison.objects.select_for_update().select_related("photo", "person__organisation").get(pk=comparison.pk)
        )
        portrait = asked_about(held) if seen.same_person else None
        _refuse(held, seen, portrait)
        held.same_person, held.note = seen.same_person, seen.note.strip()
        held.still_looks_like = seen.still_looks_like if portrait else None
        held.reasons = _kinds(seen) if held.still_looks_like is False else []
        held.decided_at, held.decided_by = timezone.now(), actor
        held.save()
        _tell_the_photo(held)
        data = {"photo": held.photo_id, "same_person": held.same_person, "still_looks_like": held.still_looks_like}
        record(
            Verb.COMPARED_BY_EYE, held, organisation=held.person.organisation, actor=actor, reason=held.note, data=data
        )
        if portrait is not None:
            _watch(held, portrait)
    return held


def _refuse(held: Comparison, seen: Seen, portrait: Portrait | None) -> None:
    if held.decided_at is not None:
        raise ComparisonRefusedError("It has been decided already.")
    if portrait is not None and seen.still_looks_like is None:
        raise ComparisonRefusedError("Say whether the portrait still looks like the person on the photo.")
    doubted = not seen.same_person or (portrait is not None and not seen.still_looks_like)
    if doubted and not seen.note.strip():
        raise ComparisonRefusedError("Say what you saw: it is kept in the record.")


def _kinds(seen: Seen) -> list[str]:
    return [kind.value for kind in CHANGES if kind.value in seen.reasons]


def _tell_the_photo(held: Comparison) -> None:
    photo = held.photo
    band = likeness.Band.SAME if held.same_person else likeness.Band.OTHER
    sentence = "A colleague looked: it is " + ("the same person." if held.same_person else "somebody else.")
    photo.likeness = {**photo.likeness, "band": band.value, "sentence": sentence, "decided_by": "human"}
    photo.save(update_fields=["likeness"])


def _watch(held: Comparison, portrait: Portrait) -> None:
    """The same row that a matcher's look leaves: a reviewer's word, beside the person's own and the calendar."""
    about = [Kind(kind) for kind in held.reasons]
    word = drift.word_signal(Kind.REVIEWER, still_looks_like=held.still_looks_like, about=about)
    monitoring.note(held.photo, monitoring.Sight(portrait, None, (word, *monitoring.said(portrait, held.photo))))
