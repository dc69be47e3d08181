"""An organisation's own SAML provider: a signed assertion, for us, asked for by us, once."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Organisation, OwnSignIn, Role, User
from tests.portraits.sign.providers import KEY, OTHER_KEY, asked_for, certificate, saml_answer
from tests.portraits.sign.test_setting_up import metadata, uploaded

pytest.importorskip("onelogin", reason="SAML is the extra `saml`")
HERE = "http://portraits.example.org/sign/saml/observatory"


@pytest.fixture
def provider(cast, settings) -> OwnSignIn:
    settings.ALLOWED_HOSTS = ["portraits.example.org"]
    idp = {"entity_id": "https://saml.observatory.example", "sso_url": "https://saml.observatory.example/sso", "x509cert": certificate(KEY)}  # fmt: skip
    return OwnSignIn.objects.create(
        organisation=cast.observatory, key="observatory", title="Observatory", kind="saml",
        domains=["observatory.example"], settings={"idp": idp, "advanced": {"strict": False, "want_assertion_signed": False}},
    )  # fmt: skip


def came_back(client: Client | None = None, email="eileen@observatory.example", **changed):
    client = client or browser()
    asked = asked_for(client.get(f"{HERE}/login/").url)
    said = {"to": f"{HERE}/acs/", "in_response_to": asked, "audience": f"{HERE}/metadata/", "email": email, **changed}
    response = saml_answer(**said)
    return client, response, sent(client, response)


def browser(**how) -> Client:
    """A browser names the host it asks, as every one does and Django's own does not."""
    return Client(headers={"host": "portraits.example.org"}, **how)


def sent(client: Client, response: str):
    answer = client.post(f"{HERE}/acs/", {"SAMLResponse": response})
    return client.get(answer.url)


def is_in(client: Client) -> bool:
    return client.get(reverse("portal:portrait")).status_code == 200


def test_a_person_comes_in_by_a_signed_assertion(provider) -> None:
    client, _, _ = came_back()
    assert is_in(client)


@pytest.fixture
def owner(cast, settings) -> Client:
    settings.ALLOWED_HOSTS = ["portraits.example.org"]
    Organisation.objects.filter(pk=cast.observatory.pk).update(domains=["observatory.example"])
    Membership.objects.create(user=cast.ines, organisation=cast.observatory, role=Role.OWNER)
    client = browser()
    client.force_login(cast.ines, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, row: OwnSignIn, *more: str) -> str:
    return reverse(f"console:{name}", args=[row.pk, *more])


def test_an_owner_uploads_the_metadata_tries_it_opens_it_and_people_come_in(owner, cast) -> None:
    assert uploaded(owner, metadata()).status_code == 302
    row = OwnSignIn.objects.get()
    assert browser().get(f"{HERE}/login/").status_code == 404, "nobody comes in before it is open"
    owner.post(at("change_own_sign_in", row, "open"))
    assert not OwnSignIn.objects.get().active, "nor before it was tried"
    owner.post(at("try_own_sign_in", row))
    _, _, answer = came_back(owner)
    assert "Now it can be opened to everybody" in owner.get(answer.url).content.decode()
    assert owner.session["_auth_user_id"] == str(cast.ines.pk), "the owner is who they were"
    owner.post(at("change_own_sign_in", row, "open"))
    client, _, _ = came_back()
    assert is_in(client)


@pytest.mark.parametrize("spoiled", [{"sign": False}, {"key": OTHER_KEY}, {"email": "otto@elsewhere.example"}])
def test_an_answer_that_does_not_hold_is_no_trial(owner, spoiled) -> None:
    uploaded(owner, metadata())
    row = OwnSignIn.objects.get()
    owner.post(at("try_own_sign_in", row))
    came_back(owner, **spoiled)
    owner.post(at("change_own_sign_in", row, "open"))
    row.refresh_from_db()
    assert (row.tried_at, row.active) == (None, False)


SPOILED = {
    "not signed": {"sign": False},
    "signed by somebody else": {"key": OTHER_KEY},
    "for another audience": {"audience": "https://elsewhere.example/metadata/"},
    "for another door": {"to": "https://elsewhere.example/acs/"},
    "too old": {"minutes": -5},
    "an answer to nothing we asked": {"in_response_to": "_made-up"},
    "an answer to nobody": {"in_response_to": ""},
    "wrapped around the signed one": {"wrapped": "robin@observatory.example"},
    "of another organisation's address": {"email": "otto@elsewhere.example"},
    "of nobody here": {"email": "nobody@observatory.example"},
}


@pytest.mark.parametrize("what", SPOILED)
def test_an_assertion_that_does_not_hold_lets_nobody_in(provider, what: str) -> None:
    users = User.objects.count()
    client, _, answer = came_back(**SPOILED[what])
    assert answer.status_code < 500
    assert not client.session.get("_auth_user_id")
    assert User.objects.count() == users


def test_an_assertion_is_good_once(provider) -> None:
    client, response, _ = came_back()
    client.logout()
    sent(client, response)
    assert not is_in(client)
    other = browser()
    sent(other, response)
    assert not is_in(other)


def test_no_row_can_switch_the_checks_off(provider) -> None:
    """`advanced` in the row above asks for it; what is a matter of safety is fixed in code."""
    client, _, _ = came_back(sign=False)
    assert not is_in(client)


@pytest.mark.parametrize("response", ["", "!!!", "PHg+", "A" * 9000, "PCFET0NUWVBFIHggWzwhRU5USVRZIGEgU1lTVEVNICJmaWxlOi8vL2V0Yy9wYXNzd2QiPl0+PHg+JmE7PC94Pg=="])  # fmt: skip
def test_anything_else_is_no_fault(provider, response: str) -> None:
    client = browser(raise_request_exception=False)
    client.get(f"{HERE}/login/")
    assert sent(client, response).status_code < 500
    assert not is_in(client)


def test_what_a_provider_must_know_of_us_can_be_read(provider) -> None:
    assert b"AssertionConsumerService" in browser().get(f"{HERE}/metadata/").content
    assert browser().get("/sign/saml/nobody/metadata/").status_code == 404
