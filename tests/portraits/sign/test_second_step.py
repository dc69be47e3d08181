"""An organisation asks for a second step: nothing opens before it is set up, for those it is asked of."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Membership, Organisation, Role
from tests.walk.entries import WALK
from tests.walk.test_walk import answer, asked, browser, may
from tests.walk.world import rules, world

STEP = "/sign/second-step/"
OPEN = {
    "second_step",
    "organisations",
    "sessions",
    "end_session",
    "end_other_sessions",
}  # what one needs to go elsewhere


@pytest.fixture
def strict(cast):
    Organisation.objects.filter(pk=cast.observatory.pk).update(second_step="roles")
    return cast


def with_an_app(user) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})


@pytest.mark.parametrize("who", ["robin", "auditor"])
def test_who_approves_or_audits_is_sent_to_set_it_up_and_then_goes_on(strict, sign_in, who) -> None:
    user = getattr(strict, who)
    client = sign_in(user)
    assert client.get(reverse("console:home")).url == STEP
    page = client.get(STEP).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    with_an_app(user)
    assert client.get(reverse("console:home")).status_code == 200
    assert client.get(STEP).url == reverse("home")


def test_an_employee_is_asked_only_where_everybody_is(strict, sign_in) -> None:
    client = sign_in(strict.eileen)
    assert client.get(reverse("portal:portrait")).status_code == 200
    Organisation.objects.update(second_step="everybody")
    assert sign_in(strict.eileen).get(reverse("portal:portrait")).url == STEP


def test_nothing_is_changed_on_the_way_to_it(strict, sign_in, cast) -> None:
    answered = sign_in(cast.robin).post(reverse("console:site", args=[cast.collins.pk]), {"site": "Bremen"})
    cast.collins.refresh_from_db()
    assert (answered.url, cast.collins.site) == (STEP, "")


def test_another_organisation_that_does_not_ask_is_still_open(strict, sign_in, cast) -> None:
    Membership.objects.create(user=cast.robin, organisation=cast.elsewhere, role=Role.AUDITOR)
    client = sign_in(cast.robin)
    assert client.get(reverse("console:home")).url == STEP
    client.post(reverse("organisations"), {"organisation": cast.elsewhere.pk})
    assert client.get(reverse("console:home")).status_code == 200


def test_codes_on_paper_alone_are_no_second_step(strict, sign_in, cast) -> None:
    Authenticator.objects.create(user=cast.robin, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert sign_in(cast.robin).get(reverse("console:home")).url == STEP


def test_who_takes_it_away_is_asked_again(strict, sign_in, cast) -> None:
    with_an_app(cast.robin)
    client = sign_in(cast.robin)
    assert client.get(reverse("console:home")).status_code == 200
    Authenticator.objects.all().delete()
    assert client.get(reverse("console:home")).url == STEP


def test_who_came_by_the_own_sign_in_did_their_steps_there(strict, sign_in, cast) -> None:
    client = sign_in(cast.robin)
    session = client.session
    session["organisation"], session["organisation_bound"] = cast.observatory.pk, True
    session.save()
    assert client.get(reverse("console:home")).status_code == 200


@pytest.mark.parametrize("role", ["photo_admin", "auditor", "owner"])
def test_no_address_opens_before_it(db, role) -> None:
    rules()
    ours = world("observatory")
    Organisation.objects.update(second_step="roles")
    client = browser(ours, role)
    opened = []
    for entry, method in asked(WALK):
        rule = getattr(entry, method)
        if entry.name in OPEN or rule in ("anybody", "own_session", "operator") or not may(rule, role):
            continue
        got = answer(client, method, entry, ours.args(entry.thing))
        if got.status_code != 302 or got.url != STEP:
            opened.append(f"{method} {entry.name} {got.status_code}")
    assert not opened


@pytest.mark.parametrize("how", ["", "roles", "everybody"])
def test_an_owner_decides_it_and_the_record_says_so(client, cast, how) -> None:
    owner = Membership.objects.create(user=cast.ines, organisation=cast.observatory, role=Role.OWNER).user
    with_an_app(owner)
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/console/organisation/", {"second_step": how, "privacy_contact": "  privacy@observatory.example "})
    cast.observatory.refresh_from_db()
    assert (cast.observatory.second_step, cast.observatory.privacy_contact) == (how, "privacy@observatory.example")
    said = AuditEvent.objects.get(verb="console:organisation:changed").data
    assert said == {"privacy_contact": "privacy@observatory.example", **({"second_step": how} if how else {})}


def test_nobody_but_an_owner_decides_it(client, cast) -> None:
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/console/organisation/").status_code == 403
    assert client.post("/console/organisation/", {"second_step": "roles"}).status_code == 403


def test_whom_to_write_to_stands_on_the_public_page(cast) -> None:
    Organisation.objects.filter(pk=cast.observatory.pk).update(privacy_contact="privacy@observatory.example")
    assert "privacy@observatory.example" in Client().get("/privacy/biometrics/observatory").content.decode()
