"""OpenID Connect as allauth has it, with the token's signature always checked."""

import secrets
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from accounts.single_sign_on.oidc.views import CheckedAdapter


class CheckedProvider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = CheckedAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Ask for a token that repeats a number of this one way (OpenID Connect Core 3.1.2.1): allauth sends none."""
        nonce = secrets.token_urlsafe(32)
        kwargs["auth_params"] = {**kwargs.get("auth_params", {}), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)
        return answer

    def get_auth_params_from_request(self, *_: Any) -> dict[str, Any]:
        """What stands in a link changes nothing of what the provider is asked: not where it sends its answer to."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, *_: Any) -> list[str]:
        return list(self.get_scope())


provider_classes = [CheckedProvider]
