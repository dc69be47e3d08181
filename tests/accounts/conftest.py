"""The cast: one organisation, two people who sign in, one who does not."""

from collections.abc import Callable

import pytest

from accounts.models import Membership, Organisation, Person, Role, User


@pytest.fixture
def harbour(db: None) -> Organisation:
    return Organisation.objects.create(name="Harbour Trust", slug="harbour", jurisdictions=["EU"])


@pytest.fixture
def ada(harbour: Organisation) -> Person:
    return person_with_login(harbour, "ada")


@pytest.fixture
def ben(harbour: Organisation) -> Person:
    return person_with_login(harbour, "ben")


@pytest.fixture
def cleo(harbour: Organisation) -> Person:
    """A person of the organisation who has no login."""
    return Person.objects.create(organisation=harbour, name="Cleo")


@pytest.fixture
def holder(harbour: Organisation) -> Callable[[Role], User]:
    """Make somebody who holds one role there and is not one of its people."""

    def make(role: Role) -> User:
        user = User.objects.create_user(f"{role.value}@harbour.example")
        Membership.objects.create(user=user, organisation=harbour, role=role)
        return user

    return make


def person_with_login(organisation: Organisation, name: str) -> Person:
    user = User.objects.create_user(f"{name}@{organisation.slug}.example", full_name=name.title())
    return Person.objects.create(organisation=organisation, user=user, name=name.title())
