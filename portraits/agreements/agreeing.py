"""A person agrees to something: to these words, for each item by itself, with their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import Person, User
from policies import noticing, placements
from policies.consent import ANYWHERE, Alteration, Group, Purpose
from policies.models import Notice, Release
from portraits import withdrawing
from portraits.agreements import consenting


class AgreementRefusedError(ValueError):
    """It cannot be agreed to like this; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person said yes to. `places` are for publications; `seen` is the digest of the words of each item."""

    purpose: Purpose
    typed_name: str
    language: str
    seen: Sequence[str]
    places: Sequence[str] = ()
    groups: frozenset[Group] = frozenset()
    alterations: frozenset[Alteration] = frozenset()
    territory: frozenset[str] = frozenset({ANYWHERE})
    ends_on: date | None = None


def agree(person: Person, wish: Wish, *, actor: User) -> list[Release]:
    """Keep one release an item; one that stood before for the same item is replaced.

    Raises AgreementRefusedError: only the person agrees, to the words as they are now, with their own name.
    """
    if not permissions.can_agree(actor, person):
        raise AgreementRefusedError("Only the person shown can agree for themselves.")
    _refuse(person, wish)
    items = wish.places if wish.purpose is Purpose.PUBLICATION else [""]
    with transaction.atomic():
        consenting.hold(person)
        kept = [_keep(person, wish, placement, actor) for placement in items]
        for release in kept:  # what an earlier agreement covered and this one does not
            withdrawing.end(person, wish.purpose, release.placement, because=release, actor=actor)
    return kept


def _refuse(person: Person, wish: Wish) -> None:
    if _plain(wish.typed_name) != _plain(person.name):
        raise AgreementRefusedError(f"Type your name as it stands here: {person.name}.")
    if wish.ends_on is not None and wish.ends_on < timezone.localdate():
        raise AgreementRefusedError("The last day lies in the past. Leave it empty to agree until you take it back.")
    if wish.purpose is Purpose.PUBLICATION and not wish.places:
        raise AgreementRefusedError("Choose at least one place.")
    if wish.purpose in (Purpose.PUBLICATION, Purpose.AI) and not wish.groups:
        raise AgreementRefusedError("Choose at least one kind of picture.")
    if wish.purpose is Purpose.AI and not wish.alterations:
        raise AgreementRefusedError("Choose what may be changed.")
    for place in wish.places:
        placements.get(place)


def _keep(person: Person, wish: Wish, placement: str, actor: User) -> Release:
    notice = _seen(person, wish, placement)
    _replace(person, wish.purpose, placement, actor)
    row = Release.objects.create(
        person=person,
        notice=notice,
        purpose=wish.purpose,
        placement=placement,
        groups=sorted(wish.groups),
        alterations=sorted(wish.alterations),
        territory=sorted(wish.territory),
        starts_on=timezone.localdate(),
        ends_on=wish.ends_on,
        given_by=actor,
        typed_name=wish.typed_name.strip(),
        text_digest=notice.digest,
    )
    data = {
        "purpose": row.purpose,
        "placement": row.placement,
        "notice": notice.pk,
        "version": notice.version,
        "text_digest": row.text_digest,
    }
    record(Verb.RELEASE_GIVEN, row, organisation=person.organisation, actor=actor, data=data)
    return row


def _seen(person: Person, wish: Wish, placement: str) -> Notice:
    """The words as they are now, if they are those that were read."""
    notice = noticing.current(wish.purpose, wish.language, person.organisation, placement=placement)
    if notice is None:
        raise AgreementRefusedError("There are no words to agree to yet: an administrator loads the notices first.")
    if notice.digest not in wish.seen:
        raise AgreementRefusedError("The words have changed since you opened the page. Read them again, please.")
    return notice


def _replace(person: Person, purpose: Purpose, placement: str, actor: User) -> None:
    before = Release.objects.filter(person=person, purpose=purpose, placement=placement, withdrawn_at=None)
    for row in before:
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = timezone.now(), actor, Release.Why.REPLACED
        row.save()


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
