"""Nobody approves what they added or what shows them; laws and platforms take a second person: whoever asks, each time."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Person, Role, User
from policies import changing
from policies.models import RuleVersion
from portraits import lifecycle
from portraits.models import Portrait
from portraits.states import State
from tests.factories import PortraitFactory
from tests.portraits.shown import body
from tests.walk.test_walk import SENT
from tests.walk.world import World, kept, moved, person

pytestmark = pytest.mark.django_db
DECIDING = (Role.PHOTO_ADMIN, Role.OWNER)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def decider(ours: World, name: str, role: Role) -> User:
    user = User.objects.create_user(f"{name}@observatory.example", full_name=name)
    Membership.objects.create(user=user, organisation=ours.organisation, role=role)
    person(ours, user, name)
    return user


def waits(shows: Person, added_by: User) -> Portrait:
    return moved(kept(PortraitFactory(person=shows, uploaded_by=added_by)), State.IN_REVIEW)


@pytest.mark.requirement("R10")
@pytest.mark.parametrize(("role", "second"), list(product(DECIDING, DECIDING)))
@pytest.mark.parametrize("why_not", ["added it", "is shown"])
def test_nobody_approves_or_rejects_their_own(ours: World, role: Role, second: Role, why_not: str) -> None:
    first, other = decider(ours, "first", role), decider(ours, "other", second)
    shows = first.person if why_not == "is shown" else ours.things["person"]
    row = waits(shows, first if why_not == "added it" else other)
    for name in ("console:approve", "console:reject"):
        signed_in(first).post(reverse(name, args=[row.pk]), SENT)
    row.refresh_from_db()
    assert row.state == State.IN_REVIEW
    for target in (State.APPROVED, State.REJECTED):
        with pytest.raises(lifecycle.MoveRefusedError, match="somebody else has to approve"):
            lifecycle.move(row, target, actor=first, reason="I like it.")


@pytest.mark.parametrize("role", DECIDING)
def test_somebody_who_neither_added_it_nor_is_shown_may(ours: World, role: Role) -> None:
    row = waits(ours.things["person"], ours.users["subject"])
    signed_in(decider(ours, "second", role)).post(reverse("console:reject", args=[row.pk]), SENT | {"reasons": []})
    row.refresh_from_db()
    assert row.state == State.REJECTED


@pytest.mark.parametrize(("role", "layer"), list(product(DECIDING, ("law", "platform"))))
def test_a_law_or_a_platform_takes_a_second_person(ours: World, role: Role, layer: str) -> None:
    first, second = decider(ours, "first", role), decider(ours, "second", role)
    words = body("read-in-the-gazette", layer=layer, platform=["linkedin" if layer == "platform" else "any"])
    row = changing.begin(ours.organisation, words, why="", actor=first)
    steps = [
        (first, "adopt", False),
        (second, "adopt", False),
        (first, "submit", False),
        (first, "adopt", False),
        (second, "adopt", True),
    ]
    for user, verb, kept_as_rule in steps:
        _press(user, row, f"console:{verb}_draft")
        assert RuleVersion.objects.filter(rule_id="read-in-the-gazette").exists() is kept_as_rule


def _press(user: User, row: changing.RuleDraft, name: str) -> None:
    row.refresh_from_db()
    signed_in(user).post(reverse(name, args=[row.pk]), SENT | {"seen": row.digest})
