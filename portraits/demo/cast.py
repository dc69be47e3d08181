"""The sample organisation: who works there, and who may do what."""

import re
import secrets
import unicodedata
from dataclasses import dataclass

from django.db import transaction

from accounts.audit import Verb, record
from accounts.models import Membership, Organisation, Person, Role, User

SAMPLE, OWN = "sample", "own-pictures"


@dataclass(frozen=True, slots=True)
class Cast:
    """The organisation, the admin who collects photos, the admin who approves, and everybody's new password."""

    organisation: Organisation
    collector: User
    reviewer: User
    password: str


def assemble(slug: str) -> Cast:
    """Make the organisation, or take the one that is there; passwords are new each time."""
    password = secrets.token_urlsafe(9)
    with transaction.atomic():
        organisation, _ = Organisation.objects.get_or_create(
            slug=slug, defaults={"name": "Sample Observatory", "jurisdictions": ["EU", "DE"], "sector": "any"}
        )
        collector = _user(organisation, f"collector@{slug}.example", "Ines Marek", Role.PHOTO_ADMIN, password)
        reviewer = _user(organisation, f"admin@{slug}.example", "Robin Vale", Role.OWNER, password)
    return Cast(organisation, collector, reviewer, password)


def person(cast: Cast, name: str, number: int) -> Person:
    """The person of that name in the organisation, with a login of their own."""
    plain = re.sub(r"[^a-z0-9]+", ".", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower())
    address = f"{plain.strip('.') or f'person{number}'}@{cast.organisation.slug}.example"
    if User.objects.filter(email=address).exists():
        address = f"person{number}@{cast.organisation.slug}.example"
    user = _user(cast.organisation, address, name, Role.EMPLOYEE, cast.password)
    found, created = Person.objects.get_or_create(
        organisation=cast.organisation, user=user, defaults={"name": name, "region": "DE"}
    )
    if created:
        record(Verb.PERSON_ADDED, found, organisation=cast.organisation, actor=cast.collector)
    return found


def renew(person: Person, password: str) -> str:
    """Give a person's login a new password; answers the address they sign in with."""
    if person.user is None:
        return ""
    person.user.set_password(password)
    person.user.save(update_fields=["password"])
    return person.user.email


def _user(organisation: Organisation, email: str, name: str, role: Role, password: str) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, full_name=name)
    user.set_password(password)
    user.save(update_fields=["password"])
    Membership.objects.get_or_create(user=user, organisation=organisation, role=role)
    return user
