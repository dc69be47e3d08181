"""Legal holds: while one stands, nothing of the person is erased, and everybody who asks is told why."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Person, User
from portraits import withdrawing
from portraits.models import LegalHold


class HoldRefusedError(ValueError):
    """No hold can be placed; the sentence says why."""


def standing(person: Person) -> list[LegalHold]:
    return list(LegalHold.objects.filter(person=person, lifted_at=None))


def sentence(person: Person) -> str:
    """Why nothing may be erased; empty when nothing stands against it."""
    reasons = "; ".join(hold.reason.rstrip(". ") for hold in standing(person))
    return f"A legal hold stops this: {reasons}." if reasons else ""


def place(person: Person, *, reason: str, actor: User) -> LegalHold:
    """Place a hold with the name of its reason. Raises HoldRefusedError."""
    if not reason.strip():
        raise HoldRefusedError("Name the reason: the person may ask why nothing is erased.")
    with transaction.atomic():
        person = Person.objects.select_for_update().select_related("organisation").get(pk=person.pk)
        if person.erased_at is not None:
            raise HoldRefusedError("Nothing is kept of this person any more.")
        hold = LegalHold.objects.create(person=person, reason=reason.strip(), placed_by=actor)
        record(Verb.HOLD_PLACED, person, organisation=person.organisation, actor=actor, data={"hold": hold.pk})
    return hold


def lift(hold: LegalHold, *, actor: User) -> None:
    """Lift a hold; one that is lifted stays as it is."""
    with transaction.atomic():
        lifted = LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=timezone.now(), lifted_by=actor)
        if lifted:
            person = hold.person
            if not standing(person):
                withdrawing.end_what_was_held(person, actor=actor)
            record(Verb.HOLD_LIFTED, person, organisation=person.organisation, actor=actor, data={"hold": hold.pk})
