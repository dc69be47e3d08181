"""An owner sets up the organisation's own sign-in: looked up, tried, opened; nobody else's is touched, no secret is shown."""

import base64

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Membership, Organisation, OwnSignIn, Role
from accounts.single_sign_on import providers
from accounts.single_sign_on.adapter import OwnSignInAdapter
from tests.portraits.sign.providers import KEY, OpenIdProvider, certificate
from tests.portraits.sign.test_openid import BACK, is_in, sent_on

NEW = "/console/organisation/sign-in/new/openid_connect/"
TYPED = {"title": "Observatory", "domains": "Observatory.example", "server_url": "https://id.observatory.example/",
         "client_id": "likeness", "secret": "a-secret-nobody-may-read"}  # fmt: skip


@pytest.fixture
def owner(cast, sign_in) -> Client:
    Organisation.objects.filter(pk=cast.observatory.pk).update(domains=["observatory.example"])
    Membership.objects.create(user=cast.ines, organisation=cast.observatory, role=Role.OWNER)
    return sign_in(cast.ines)


@pytest.fixture
def provider(monkeypatch) -> OpenIdProvider:
    made = OpenIdProvider()
    monkeypatch.setattr(OwnSignInAdapter, "get_requests_session", lambda _: made)
    return made


def page(name: str, row: OwnSignIn, *more: str) -> str:
    return reverse(f"console:{name}", args=[row.pk, *more])


def kept(owner: Client, **changed: str) -> OwnSignIn:
    assert owner.post(NEW, {**TYPED, **changed}).status_code == 302
    return OwnSignIn.objects.get()


def tried(owner: Client, provider: OpenIdProvider, row: OwnSignIn):
    """The whole way of the owner, there and back."""
    owner.post(page("try_own_sign_in", row))
    shown = owner.get(page("own_sign_in", row)).content.decode()
    assert f"/sign/oidc/{row.key}/login/" in shown
    provider.token = ""
    state = sent_on(owner, provider, f"/sign/oidc/{row.key}/login/")["state"]
    return owner.get(f"/sign/oidc/{row.key}/login/callback/", {"code": "c", "state": state}, follow=True)


def test_what_the_provider_has_to_be_told_stands_there_before_anything_is_kept(owner, cast) -> None:
    shown = owner.get(NEW).content.decode()
    assert "http://testserver/sign/oidc/observatory/login/callback/" in shown
    assert not OwnSignIn.objects.exists()


def test_it_is_written_down_tried_opened_and_then_lets_people_in(owner, provider, cast) -> None:
    row = kept(owner)
    assert (row.organisation, row.active, row.tried_at, row.domains) == (
        cast.observatory,
        False,
        None,
        ["observatory.example"],
    )
    assert Client().get(f"/sign/oidc/{row.key}/login/").status_code == 404, "nobody comes in before it is open"
    owner.post(page("change_own_sign_in", row, "open"))
    assert not OwnSignIn.objects.get().active, "nor before it was tried"
    told = tried(owner, provider, row).content.decode()
    assert "Now it can be opened to everybody" in told
    assert owner.get(reverse("console:home")).status_code == 200, "the owner is who they were"
    assert provider.sent["client_secret"] == "a-secret-nobody-may-read"
    owner.post(page("change_own_sign_in", row, "open"))
    eileen = Client()
    provider.token = ""
    eileen.get(BACK, {"code": "c", "state": sent_on(eileen, provider)["state"]})
    assert is_in(eileen)
    assert set(AuditEvent.objects.filter(subject=f"ownsignin:{row.pk}").values_list("verb", flat=True)) == {
        "console:sign-in:changed", "console:sign-in:tried",
    }  # fmt: skip


WRONG = {
    "not by https": ({"server_url": "http://id.observatory.example"}, {}, "begins with https"),
    "a name and a password in the address": (
        {"server_url": "https://a:b@id.observatory.example"},
        {},
        "begins with https",
    ),
    "another provider's page": ({}, {"config": {"issuer": "https://evil.example"}}, "speaks for https://evil.example"),
    "an answer sent in the clear": (
        {},
        {"config": {"token_endpoint": "http://id.observatory.example/token"}},
        "token_endpoint",
    ),
    "no way by code": ({}, {"config": {"response_types_supported": ["id_token"]}}, "way by code"),
    "no key": ({}, {"keys": []}, "no key to check"),
    "only a shared key": ({}, {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}, "no key to check"),
    "a domain that is not theirs": ({"domains": "elsewhere.example"}, {}, "is not written down as this organisation"),
    "a subdomain of theirs": ({"domains": "sub.observatory.example"}, {}, "is not written down as this organisation"),
    "no domain": ({"domains": " , "}, {}, "No domain is not written down"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_hold_is_not_kept_and_the_sentence_says_why(owner, provider, what) -> None:
    typed, answers, sentence = WRONG[what]
    for name, value in answers.items():
        setattr(provider, name, value)
    refused = owner.post(NEW, {**TYPED, **typed})
    assert refused.status_code == 422
    assert sentence in refused.content.decode().replace("&#x27;", "'")
    assert not OwnSignIn.objects.exists()


def test_the_secret_is_sealed_shown_to_nobody_and_kept_when_the_field_is_empty(owner, provider) -> None:
    row = kept(owner)
    assert "a-secret-nobody-may-read" not in serializers.serialize("json", [row])
    assert b"a-secret" not in bytes(row.secret)
    assert "a-secret" not in owner.get(page("own_sign_in", row)).content.decode()
    owner.post(page("own_sign_in", row), {**TYPED, "secret": "", "title": "Another name"})
    row.refresh_from_db()
    assert (row.title, providers.secret_of(row)) == ("Another name", "a-secret-nobody-may-read")
    other = OwnSignIn(key="another", secret=row.secret)
    assert providers.secret_of(other) == "", "moved to another row it does not open"


def test_another_master_key_seals_the_secret_anew_and_without_the_old_one_it_says_so(owner, provider, settings) -> None:
    row = kept(owner)
    settings.MASTER_KEYS = ["new:something else", *settings.MASTER_KEYS]
    call_command("rotate_keys")
    row.refresh_from_db()
    assert bytes(row.secret).startswith(b"new:")
    settings.MASTER_KEYS = ["new:something else"]
    assert providers.secret_of(row) == "a-secret-nobody-may-read"
    settings.MASTER_KEYS = ["third:one"]
    assert providers.secret_of(row) == ""
    with pytest.raises(Exception, match="type the secret again"):
        call_command("rotate_keys")


@pytest.mark.parametrize("changed", [{"client_id": "other"}, {"secret": "a new one"}, {"fetch_userinfo": "on"}])
def test_other_settings_close_it_until_they_were_tried(owner, provider, changed) -> None:
    row = kept(owner)
    OwnSignIn.objects.update(active=True, tried_at="2026-11-01T00:00Z")
    owner.post(page("own_sign_in", row), {**TYPED, "secret": "", **changed})
    row.refresh_from_db()
    assert (row.active, row.tried_at) == (False, None)


def test_a_new_title_closes_nothing(owner, provider) -> None:
    row = kept(owner)
    OwnSignIn.objects.update(active=True, tried_at="2026-11-01T00:00Z")
    owner.post(page("own_sign_in", row), {**TYPED, "secret": "", "title": "Star house"})
    row.refresh_from_db()
    assert (row.active, row.title) == (True, "Star house")


def test_a_provider_that_speaks_for_another_domain_has_not_passed(owner, provider) -> None:
    row = kept(owner)
    provider.claims = {"email": "otto@elsewhere.example"}
    assert "not an address of observatory.example" in tried(owner, provider, row).content.decode()
    assert OwnSignIn.objects.get().tried_at is None


@pytest.mark.parametrize("who", ["robin", "otto", "eileen"])
def test_nobody_else_tries_it_and_a_borrowed_mark_in_the_session_opens_nothing(
    owner, provider, sign_in, cast, who
) -> None:
    row = kept(owner)
    client = sign_in(getattr(cast, who))
    assert client.post(page("try_own_sign_in", row)).status_code in (403, 404)
    session = client.session
    session["own_sign_in_trial"] = row.key
    session.save()
    assert client.get(f"/sign/oidc/{row.key}/login/").status_code == 404


def test_the_owner_of_another_organisation_finds_none_of_it(owner, provider, sign_in, cast) -> None:
    row = kept(owner)
    elsewhere = sign_in(cast.otto)
    for address in (page("own_sign_in", row), page("try_own_sign_in", row), page("change_own_sign_in", row, "delete")):
        assert elsewhere.post(address, TYPED).status_code == 404
    assert "Observatory" not in elsewhere.get("/console/organisation/sign-in/").content.decode()
    assert OwnSignIn.objects.filter(pk=row.pk).exists()


def test_two_organisations_keep_their_own_addresses(owner, provider, sign_in, cast) -> None:
    OwnSignIn.objects.create(organisation=cast.elsewhere, key="observatory", title="Taken", kind="openid_connect")
    assert kept_by(owner).key == "observatory-2"


def kept_by(owner: Client) -> OwnSignIn:
    owner.post(NEW, TYPED)
    return OwnSignIn.objects.get(title="Observatory")


METADATA = """<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://saml.observatory.example"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{address}"/></md:IDPSSODescriptor></md:EntityDescriptor>"""
BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def metadata(address: str = "https://saml.observatory.example/sso", body: str | None = None) -> str:
    text = "".join(certificate(KEY).splitlines()[1:-1]) if body is None else body
    return METADATA.format(certificate=text, address=address)


def uploaded(owner: Client, text: str):
    file = SimpleUploadedFile("metadata.xml", text.encode())
    said = {"title": "Star house", "domains": "observatory.example", "metadata_file": file}
    return owner.post(NEW.replace("openid_connect", "saml"), said)


def test_saml_is_set_up_from_its_metadata(owner, provider) -> None:
    pytest.importorskip("onelogin", reason="SAML is the extra `saml`")
    assert uploaded(owner, metadata()).status_code == 302
    idp = OwnSignIn.objects.get().settings["idp"]
    assert (idp["entity_id"], idp["sso_url"]) == (
        "https://saml.observatory.example",
        "https://saml.observatory.example/sso",
    )
    assert base64.b64decode(idp["x509cert"])
    page = owner.get(f"/console/organisation/sign-in/{OwnSignIn.objects.get().pk}/").content.decode()
    assert "/sign/saml/observatory/acs/" in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The submitted file is empty"),
        ("no xml", "no metadata of a SAML provider"),
        (BOMB, "no metadata of a SAML provider"),
        (metadata("http://saml.observatory.example/sso"), "begins with https"),
        (metadata(body="bm8gY2VydGlmaWNhdGU="), "no certificate that can be read"),
    ],
)
def test_metadata_that_does_not_hold_is_not_kept(owner, provider, text, sentence) -> None:
    pytest.importorskip("onelogin", reason="SAML is the extra `saml`")
    refused = uploaded(owner, text)
    assert (refused.status_code, sentence in refused.content.decode()) == (422, True)
    assert not OwnSignIn.objects.exists()
