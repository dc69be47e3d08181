"""An organisation's own OpenID provider: believed for its people and its domains, when its token holds, once."""

import time
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, OwnSignIn, Person, Role, User
from accounts.single_sign_on.adapter import OwnSignInAdapter
from tests.portraits.sign.providers import OTHER_KEY, OpenIdProvider

START, BACK = "/sign/oidc/observatory/login/", "/sign/oidc/observatory/login/callback/"


@pytest.fixture
def provider(cast, monkeypatch) -> OpenIdProvider:
    OwnSignIn.objects.create(
        organisation=cast.observatory, key="observatory", title="Observatory", kind="openid_connect",
        client_id="likeness", domains=["observatory.example"], settings={"server_url": "https://id.observatory.example"},
    )  # fmt: skip
    made = OpenIdProvider()
    monkeypatch.setattr(OwnSignInAdapter, "get_requests_session", lambda _: made)
    return made


def sent_on(client: Client, provider: OpenIdProvider, start: str = START, **said: str) -> dict[str, str]:
    """What the browser is told to ask the provider; the provider puts the way's number into its next token."""
    asked = {name: values[0] for name, values in parse_qs(urlparse(client.get(start, said).url).query).items()}
    provider.nonce = asked["nonce"]
    return asked


def came_back(provider: OpenIdProvider, client: Client | None = None, **changed: str):
    """The whole way: to the provider, and back with its answer."""
    client = client or Client()
    state = sent_on(client, provider)["state"]
    return client, client.get(BACK, {"code": "c", "state": state, **changed})


def is_in(client: Client) -> bool:
    return client.get(reverse("portal:portrait")).status_code == 200


def test_a_person_comes_in_and_the_next_time_too(provider) -> None:
    for _ in range(2):
        provider.token = ""
        client, answer = came_back(provider)
        assert answer.status_code == 302
        assert is_in(client)
    assert provider.challenged  # PKCE: the code is of no use to whoever saw it pass


def test_the_way_there_names_the_provider_before_it_is_left_for(provider) -> None:
    page = Client().get(reverse("own_sign_in"), {"email": "eileen@observatory.example"}).content.decode()
    assert "Go on at Observatory" in page
    assert START in page
    assert "Go on at" not in Client().get(reverse("own_sign_in"), {"email": "a@elsewhere.example"}).content.decode()
    assert Client().get(START).url.startswith("https://id.observatory.example/ask?")


SPOILED = {
    "signed by somebody else": {"key": OTHER_KEY},
    "not signed": {"key": None, "algorithm": "none"},
    "signed with the public name as secret": {"key": "likeness-likeness-likeness-likeness", "algorithm": "HS256"},
    "by a key nobody knows": {"headers": {"kid": "two"}},
    "without the number of this way": {"claims": {"nonce": None}},
    "with another number": {"claims": {"nonce": "somebody else's"}},
    "with an empty number": {"claims": {"nonce": ""}},
    "for another audience": {"claims": {"aud": "another"}},
    "for another party": {"claims": {"aud": ["likeness", "other"], "azp": "other"}},
    "by another issuer": {"claims": {"iss": "https://id.elsewhere.example"}},
    "too old": {"claims": {"exp": time.time() - 60}},
    "made long ago": {"claims": {"iat": time.time() - 3600}},
    "without an end": {"claims": {"exp": None}},
    "without a subject": {"claims": {"sub": None}},
    "of an address it does not vouch for": {"claims": {"email_verified": False}},
    "without an address": {"claims": {"email": None}},
    "of another organisation's address": {"claims": {"email": "otto@elsewhere.example"}},
    "of a domain that only looks like it": {"claims": {"email": "eileen@observatory.example.org"}},
    "of nobody here": {"claims": {"email": "nobody@observatory.example"}},
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_token_that_does_not_hold_lets_nobody_in(provider, what: str) -> None:
    for name, value in SPOILED[what].items():
        setattr(provider, name, value)
    users = User.objects.count()
    client, answer = came_back(provider)
    assert answer.status_code in (401, 403)
    assert not client.session.get("_auth_user_id")
    assert not is_in(client)
    assert User.objects.count() == users


def test_every_way_has_its_own_number_and_a_token_of_another_way_lets_nobody_in(provider) -> None:
    asked = [sent_on(Client(), provider)["nonce"] for _ in range(3)]
    assert len(set(asked)) == 3
    assert min(map(len, asked)) >= 32
    client = Client()
    state = sent_on(client, provider)["state"]
    sent_on(Client(), provider)  # the attacker's own way: its token is put into the victim's answer
    assert client.get(BACK, {"code": "c", "state": state}).status_code == 401
    assert not is_in(client)


def test_a_link_changes_nothing_of_what_the_provider_is_asked(provider) -> None:
    evil = {"auth_params": "redirect_uri=https://evil.example&nonce=known&response_type=token", "scope": "admin"}
    asked = sent_on(Client(), provider, **evil)
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert (asked["response_type"], asked["nonce"] != "known") == ("code", True)
    assert "admin" not in asked["scope"]
    assert asked["code_challenge_method"] == "S256"


def test_a_token_is_good_once(provider) -> None:
    came_back(provider)
    client, _ = came_back(provider)  # the provider answers with the same token again
    assert not is_in(client)


def test_an_answer_nobody_asked_for_is_refused(provider) -> None:
    client = Client()
    assert client.get(BACK, {"code": "c", "state": "made-up"}).status_code == 401
    assert not is_in(client)
    first, _ = came_back(provider)
    other = Client()
    state = sent_on(first, provider)["state"]
    other.get(BACK, {"code": "c", "state": state})  # somebody else's browser
    assert not is_in(other)


def test_the_user_info_page_may_not_speak_of_somebody_else(provider) -> None:
    OwnSignIn.objects.update(settings={"server_url": "https://id.observatory.example", "fetch_userinfo": True})
    client, _ = came_back(provider)
    assert not is_in(client)


def test_a_provider_does_not_vouch_for_somebody_of_another_organisation_with_its_address(provider, cast) -> None:
    spy = User.objects.create_user("spy@observatory.example")
    Membership.objects.create(user=spy, organisation=cast.elsewhere, role=Role.OWNER)
    provider.claims = {"email": spy.email}
    client, answer = came_back(provider)
    assert answer.status_code == 403
    assert not client.session.get("_auth_user_id")


def test_what_one_organisation_vouches_for_holds_there_alone(provider, cast) -> None:
    Membership.objects.create(user=cast.eileen, organisation=cast.elsewhere, role=Role.OWNER)
    client, _ = came_back(provider)
    assert client.get(reverse("console:home")).status_code == 403
    client.post(reverse("organisations"), {"organisation": cast.elsewhere.pk})
    assert client.get(reverse("console:home")).status_code == 403
    Membership.objects.filter(user=cast.eileen, organisation=cast.observatory).delete()
    Person.objects.filter(user=cast.eileen).update(user=None)
    assert client.get(reverse("console:home")).status_code == 403


def test_a_provider_that_may_admit_makes_employees_and_nothing_more(provider, cast) -> None:
    OwnSignIn.objects.update(admits=True)
    provider.claims = {"email": "Nova@observatory.example", "sub": "n-1", "name": "Nova", "role": "owner"}
    client, _ = came_back(provider)
    nova = User.objects.get(email="nova@observatory.example")
    assert is_in(client)
    assert [row.role for row in nova.memberships.all()] == [Role.EMPLOYEE]
    assert nova.person.organisation == cast.observatory


def test_a_sign_in_that_is_switched_off_is_not_there(provider) -> None:
    OwnSignIn.objects.update(active=False)
    assert Client().get(START).status_code == 404


def test_an_own_sign_in_is_not_added_to_somebody_who_is_signed_in(provider, cast) -> None:
    client = Client()
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    state = sent_on(client, provider, process="connect")["state"]
    assert client.get(BACK, {"code": "c", "state": state}).status_code == 403
    assert not cast.robin.socialaccount_set.exists()


@pytest.mark.parametrize("name", [
    "mfa_add_webauthn", "mfa_activate_totp", "account_change_password", "account_set_password", "mfa_index",
    "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_deactivate_totp",
])  # fmt: skip
def test_a_provider_s_session_makes_no_other_way_in(provider, cast, name) -> None:
    """Else one organisation's provider could sign in as somebody of two, add its own passkey, and act in the other one."""
    Membership.objects.create(user=cast.eileen, organisation=cast.elsewhere, role=Role.OWNER)
    client, _ = came_back(provider)
    for answer in (client.get(reverse(name)), client.post(reverse(name), {"password1": "x", "password2": "x"})):
        assert answer.status_code == 403
    assert "there your password and your second step are kept" in answer.content.decode()


def test_a_deactivated_person_does_not_come_in(provider, cast) -> None:
    cast.eileen.is_active = False
    cast.eileen.save()
    client, _ = came_back(provider)
    assert not is_in(client)


def test_the_secret_is_in_no_row(provider, settings) -> None:
    settings.SIGN_IN_SECRETS = {"observatory": "s3cret"}
    came_back(provider)
    assert "s3cret" not in str(list(OwnSignIn.objects.values()))
