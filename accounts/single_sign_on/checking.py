"""Whether what somebody typed leads to a provider that can be believed: asked before anything is kept."""

import json
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

import jwt
import requests
from cryptography import x509

from accounts.single_sign_on.reaching import fetched

ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
SYMMETRIC: Final = "oct"
WELL_KNOWN: Final = "/.well-known/openid-configuration"


class CheckError(ValueError):
    """It does not hold; the sentence says what is wrong and what to do."""


def openid(session: Any, server_url: str) -> dict[str, Any]:
    """The settings of an OpenID provider, once its own page says that it is one. Raises CheckError."""
    server = https(server_url, "The provider's address").removesuffix(WELL_KNOWN).rstrip("/")
    said = _json(session, server + WELL_KNOWN)
    if str(said.get("issuer", "")).rstrip("/") != server:
        raise CheckError(
            f"The page there speaks for {said.get('issuer') or 'nobody'}: give that provider's own address."
        )
    for name in ENDPOINTS:
        https(str(said.get(name, "")), f"The provider's {name}")
    if "code" not in said.get("response_types_supported", ["code"]):
        raise CheckError("The provider does not offer the way by code, which is the only one used here.")
    keys = [key for key in _json(session, said["jwks_uri"]).get("keys", []) if key.get("kty") != SYMMETRIC]
    if not [key for key in keys if _reads(key)]:
        raise CheckError("The provider shows no key to check its tokens by.")
    return {"server_url": server}


def saml(metadata: bytes) -> dict[str, Any]:
    """The settings of a SAML provider, from its metadata. Raises CheckError."""
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

    try:
        idp = OneLogin_Saml2_IdPMetadataParser.parse(metadata)["idp"]
    except Exception as fault:  # the parser raises whatever its XML library does
        raise CheckError(
            "This is no metadata of a SAML provider. Take the XML that it offers for service providers."
        ) from fault
    address = https(str(idp.get("singleSignOnService", {}).get("url", "")), "The address to sign in at (by redirect)")
    certificate = idp.get("x509cert") or next(iter(idp.get("x509certMulti", {}).get("signing", [])), "")
    _certificate(certificate)
    if not idp.get("entityId"):
        raise CheckError("The metadata does not name the provider (entityID).")
    return {"idp": {"entity_id": idp["entityId"], "sso_url": address, "x509cert": certificate}}


def https(address: str, what: str) -> str:
    try:
        parts = urlsplit(address)
        whole = (
            parts.scheme == "https" and parts.hostname and not parts.username and parts.port in (None, *range(1, 65536))
        )
    except ValueError:
        whole = False
    if not whole:
        raise CheckError(f"{what} must be a whole address that begins with https://.")
    return address


def metadata_at(session: Any, address: str) -> bytes:
    return _fetched(session, https(address, "The address of the metadata"))


def _json(session: Any, address: str) -> dict[str, Any]:
    try:
        said = json.loads(_fetched(session, address))
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise CheckError(f"{address} is not the page of an OpenID provider.")
    return said


def _fetched(session: Any, address: str) -> bytes:
    try:
        return fetched(session, address)
    except requests.RequestException as fault:
        raise CheckError(f"{address} cannot be reached from here. Look whether it is right and public.") from fault


def _reads(key: Any) -> bool:
    try:
        return bool(jwt.PyJWK.from_dict(key).key)
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError):
        return False


def _certificate(text: str) -> None:
    try:
        lines = "\n".join(text.split())
        row = x509.load_pem_x509_certificate(
            f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----".encode()
        )
    except ValueError as fault:
        raise CheckError("The metadata has no certificate that can be read.") from fault
    if row.not_valid_after_utc < datetime.now(UTC):
        raise CheckError(
            f"The provider's certificate ended on {row.not_valid_after_utc:%-d %B %Y}. Ask for the new metadata."
        )
