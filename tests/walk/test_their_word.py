"""What the person did not choose, did not attest or took back is published by nobody, whatever role they hold."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from portraits import lifecycle
from portraits.making import choosing
from portraits.models import Portrait, Publication
from portraits.states import State
from tests.factories import PortraitFactory
from tests.walk.test_walk import SENT
from tests.walk.world import World, kept, moved

pytestmark = pytest.mark.django_db
TEAM = ("photo_admin", "owner")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("role", TEAM)
@pytest.mark.parametrize("which", ["candidate", "refused"])
def test_nobody_else_chooses_for_the_person(ours: World, role: str, which: str) -> None:
    row, user = ours.things[which], ours.users[role]
    with pytest.raises(choosing.ChoiceRefusedError):
        choosing.choose(row, actor=user)
    assert browser(user).post(reverse("portal:candidate", args=[row.pk]), SENT).status_code in (403, 404)


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("role", TEAM)
def test_what_the_person_took_back_stays_back(ours: World, role: str) -> None:
    portrait, live = ours.things["waiting"], Publication.objects.count()
    browser(ours.users["subject"]).post(reverse("portal:take_back", args=[portrait.pk]))
    browser(ours.users[role]).post(reverse("console:approve", args=[portrait.pk]), SENT)
    portrait.refresh_from_db()
    assert portrait.state == State.WITHDRAWN
    for target in (State.IN_REVIEW, State.APPROVED, State.PUBLISHED):
        with pytest.raises(lifecycle.MoveRefusedError):
            lifecycle.move(portrait, target, actor=ours.users[role], reason="We like it.")
    assert Publication.objects.count() == live


@pytest.mark.requirement("R64")
@pytest.mark.parametrize("role", TEAM)
def test_what_the_person_did_not_attest_is_not_approved(ours: World, role: str) -> None:
    made = {"candidate": None, "origin": "algorithmicallyEnhanced", "uploaded_by": ours.users["subject"]}
    portrait: Portrait = moved(kept(PortraitFactory(person=ours.things["person"], **made)), State.IN_REVIEW)
    browser(ours.users[role]).post(reverse("console:approve", args=[portrait.pk]), SENT)
    portrait.refresh_from_db()
    assert portrait.state == State.IN_REVIEW
