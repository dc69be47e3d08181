"""The cascade carried out: what depended on an agreement ends, and a certificate says what."""

from django.db import models, transaction
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Person, User
from policies import consent
from policies.cascade import Kind, Thing, fallen
from policies.consent import Purpose
from policies.models import Release
from portraits import lifecycle
from portraits.agreements import consenting
from portraits.models import Certificate, LegalHold, Publication
from portraits.withdrawing.collecting import collect
from portraits.withdrawing.removing import REMOVE, Item

# What a legal hold keeps although the agreement has ended: pictures. Nothing is shown or made all the same, and numbers of a
# face go: no claim needs them while the pictures are there. They end when the hold is lifted.
HELD = frozenset({Kind.CANDIDATE})
SENTENCES = {
    Purpose.PORTRAIT: "The agreement to use pictures as a portrait has ended.",
    Purpose.AI: "The agreement to pictures refined or made by software has ended.",
    Purpose.BIOMETRICS: "Faces of this person are no longer compared by software.",
    Purpose.PUBLICATION: "The agreement to show a picture in this place has ended.",
}


def end(
    person: Person,
    purpose: Purpose,
    placement: str = "",
    *,
    because: models.Model | None = None,
    actor: User | None = None,
    whole: bool = False,
) -> Certificate | None:
    """End what no agreement to this purpose covers any more, or the `whole` of it; None when there was nothing to end.

    All in one transaction, with the person's row locked: a worker in the middle of it finds its row closed. What a channel
    still shows is taken down by a job, which the certificate's publications name.
    """
    with transaction.atomic():
        consenting.hold(person)
        items = _remove(person, purpose, placement, actor, whole=whole)
        return _certify(person, purpose, placement, items, because=because or person, actor=actor) if items else None


def end_what_was_held(person: Person, *, actor: User | None) -> list[Certificate]:
    """Once no hold stands any more: what ended agreements would have ended while it did."""
    said = Release.objects.filter(person=person)
    purposes = [each for each in (Purpose.PORTRAIT, Purpose.AI) if said.filter(purpose=each).exists()]
    found = (end(person, purpose, actor=actor) for purpose in purposes)
    return [certificate for certificate in found if certificate is not None]


def _remove(person: Person, purpose: Purpose, placement: str, actor: User | None, *, whole: bool) -> list[Item]:
    found = {each.thing: each for each in collect(person)}
    releases, on = consenting.releases(person), timezone.localdate()

    def still(thing: Thing) -> bool:
        if whole:
            return False
        if purpose is Purpose.BIOMETRICS:
            return consenting.may_compare(person)
        return consent.cover(found[thing].use(purpose), releases, on).covered

    ending = fallen(found, purpose, placement, still=still)
    if LegalHold.objects.filter(person=person, lifted_at=None).exists():
        ending = tuple(thing for thing in ending if thing.kind not in HELD)
    items = [REMOVE[thing.kind](found[thing].row, SENTENCES[purpose]) for thing in ending]
    for row in (found[thing].row for thing in ending):
        if isinstance(row, Publication) and row.ended_at is not None:
            lifecycle.follow(row.portrait, why=SENTENCES[purpose], actor=actor)
    return items


def _certify(
    person: Person,
    purpose: Purpose,
    placement: str,
    items: list[Item],
    *,
    because: models.Model,
    actor: User | None,
) -> Certificate:
    row = Certificate.objects.create(
        organisation=person.organisation,
        person=person,
        because=f"{because._meta.model_name}:{because.pk}",
        purpose=purpose,
        placement=placement,
        items=items,
        issued_at=timezone.now(),
    )
    data = {"because": row.because, "items": len(items), "digest": row.digest}
    record(Verb.CERTIFIED, row, organisation=person.organisation, actor=actor, data=data)
    return row
