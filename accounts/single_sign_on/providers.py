"""Rows of own sign-ins in the form in which allauth asks for them. What is a matter of safety is fixed, not configured."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.db.models import Q

from accounts import vault
from accounts.models import OwnSignIn

SAML_STRICT = {
    "strict": True,
    "want_assertion_signed": True,
    "want_name_id": True,
    "reject_idp_initiated_sso": True,
    "reject_deprecated_algorithm": True,
    "allow_repeat_attribute_name": False,
}


def app_of(row: OwnSignIn) -> SocialApp:
    saml = row.kind == OwnSignIn.Kind.SAML
    return SocialApp(
        provider=row.kind,
        provider_id=row.key,
        name=row.title,
        client_id=row.key if saml else row.client_id,
        secret=secret_of(row),
        settings=_settings(row),
    )


def secret_of(row: OwnSignIn) -> str:
    """From the environment where the operator put it there, else what the owner typed; empty when that does not open."""
    if row.key in settings.SIGN_IN_SECRETS:
        return str(settings.SIGN_IN_SECRETS[row.key])
    try:
        return vault.unseal_here(bytes(row.secret), binding=row.binding).decode() if row.secret else ""
    except vault.SealBrokenError:
        return ""


def apps(provider: str | None, client_id: str | None, *, trial: str = "") -> list[SocialApp]:
    """The active ones, and the one that its owner tries; `provider` is a kind or a key."""
    rows = OwnSignIn.objects.filter(Q(active=True) | Q(key=trial))
    if provider:
        rows = rows.filter(Q(kind=provider) | Q(key=provider))
    made = [app_of(row) for row in rows]
    return [app for app in made if not client_id or app.client_id == client_id]


def row_of(app: SocialApp) -> OwnSignIn:
    return OwnSignIn.objects.select_related("organisation").get(key=app.provider_id)


def _settings(row: OwnSignIn) -> dict[str, Any]:
    said = {key: value for key, value in row.settings.items() if key not in ("advanced", "verified_email")}
    believed = {**said, "verified_email": row.domains, "email_authentication": True}
    if row.kind == OwnSignIn.Kind.SAML:
        return {**believed, "advanced": SAML_STRICT}
    return {"fetch_userinfo": False, **believed}
