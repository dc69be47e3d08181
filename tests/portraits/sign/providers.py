"""Providers of organisations, in this process: an OpenID provider that signs tokens, a SAML provider that signs assertions."""

import base64
import json
import uuid
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Self
from urllib.parse import parse_qs, urlparse

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ISSUER = "https://id.observatory.example"


@dataclass
class OpenIdProvider:
    """What `requests` would reach. `claims` change what the next token says; `key` who signs it."""

    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    headers: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    token: str = ""
    challenged: str = ""
    sent: dict[str, Any] = field(default_factory=dict)  # to its token page
    config: dict[str, Any] = field(default_factory=dict)  # what its own page says differently
    keys: list[dict[str, Any]] | None = None
    nonce: str = ""  # of the address that the browser was sent to

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def get(self, url: str, **_: Any) -> Any:
        if url.endswith("/jwks") and self.keys is not None:
            return answer({"keys": self.keys})
        if url.endswith("/jwks"):
            return answer({"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one"}]})
        if url.endswith("/me"):
            return answer({"sub": "somebody else", "email": "otto@elsewhere.example"})
        return answer({
            "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/ask", "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks", "userinfo_endpoint": f"{ISSUER}/me", **self.config,
        })  # fmt: skip

    def request(self, _method: str, _url: str, **said: Any) -> Any:
        self.sent = said.get("data") or {}
        self.challenged = (said.get("data") or {}).get("code_verifier", "")
        self.token = self.token or self.signed()
        return answer({"access_token": "opaque", "token_type": "Bearer", "id_token": self.token})

    post = request

    def signed(self) -> str:
        now = datetime.now(UTC)
        said = {"iss": ISSUER, "aud": "likeness", "sub": "e-1", "iat": now, "exp": now + timedelta(minutes=5),
                "email": "eileen@observatory.example", "email_verified": True, "jti": uuid.uuid4().hex,
                "nonce": self.nonce, **self.claims}  # fmt: skip
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": "one", **self.headers})


class Answer(SimpleNamespace):
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def answer(body: Any) -> Answer:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(
        status_code=200, json=lambda: body, text=data.decode(), content=data, iter_content=lambda _: [data], ok=True,
        headers={"content-type": "application/json"}, raise_for_status=lambda: None,
    )  # fmt: skip


def certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "id.observatory.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def asked_for(address: str) -> str:
    """The id of the request that the redirect to a SAML provider carries."""
    (packed,) = parse_qs(urlparse(address).query)["SAMLRequest"]
    return zlib.decompress(base64.b64decode(packed), -15).decode().split('ID="')[1].split('"')[0]


def saml_answer(*, to: str, in_response_to: str, audience: str, email: str, sign: bool = True, key: Any = KEY,
                wrapped: str = "", minutes: int = 5) -> str:  # fmt: skip
    """A response as a provider posts it; `wrapped` puts an unsigned assertion about somebody else before the signed one."""
    from onelogin.saml2.utils import OneLogin_Saml2_Utils

    now = datetime.now(UTC)
    form = "%Y-%m-%dT%H:%M:%SZ"
    said = {"to": to, "asked": in_response_to, "audience": audience, "now": now.strftime(form),
            "from": (now - timedelta(minutes=10)).strftime(form), "until": (now + timedelta(minutes=minutes)).strftime(form)}  # fmt: skip
    signed = ASSERTION.format(id=f"_{uuid.uuid4().hex}", email=email, **said)
    if sign:
        signed = OneLogin_Saml2_Utils.add_sign(signed, pem(key), certificate(key))
        signed = signed.decode() if isinstance(signed, bytes) else signed
        signed = signed.partition("?>")[2] if signed.startswith("<?xml") else signed
    other = ASSERTION.format(id=f"_{uuid.uuid4().hex}", email=wrapped, **said) if wrapped else ""
    whole = RESPONSE.format(id=f"_{uuid.uuid4().hex}", assertion=other + signed, **said)
    return base64.b64encode(whole.encode()).decode()


RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{now}" Destination="{to}" InResponseTo="{asked}"><saml:Issuer>https://saml.observatory.example</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{now}"><saml:Issuer>https://saml.observatory.example</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{email}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="{asked}" NotOnOrAfter="{until}" Recipient="{to}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{from}" NotOnOrAfter="{until}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{now}" SessionIndex="s"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="urn:oid:0.9.2342.19200300.100.1.3"><saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
