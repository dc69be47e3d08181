"""The way to an OpenID provider and back. allauth trusts a token that came over TLS; here its signature is checked as well."""

import secrets
import time
from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 30  # seconds a provider's clock may be off
OLDEST = 600  # seconds after which a token is old, whatever it says itself


class CheckedAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    nonce = ""  # of the way that this answer ends

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Believe the signed token; what the user-info page adds must speak of the same subject."""
        claims = self._checked(app, kwargs["response"].get("id_token") or "")
        data: dict[str, Any] = {"id_token": claims}
        if app.settings.get("fetch_userinfo"):
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("The user-info page speaks of somebody else than the token.")
            data["id_token"] = {**more, **claims}
        return self.get_provider().sociallogin_from_response(request, data)

    def _checked(self, app: SocialApp, token: str) -> dict[str, Any]:
        """The claims of a token that the provider signed for us and that was not seen before."""
        try:
            key = self._key(jwt.get_unverified_header(token).get("kid"))
            claims: dict[str, Any] = jwt.decode(
                token, key=key, algorithms=ALGORITHMS, audience=app.client_id, issuer=self.openid_config["issuer"],
                leeway=LEEWAY, options={"require": ["exp", "iat", "sub", "iss", "aud"]},
            )  # fmt: skip
        except jwt.PyJWTError as fault:
            raise OAuth2Error("The provider's token does not hold.") from fault
        if claims.get("email_verified") is False:
            raise OAuth2Error("The provider itself does not vouch for the address.")
        if claims.get("azp", app.client_id) != app.client_id or time.time() - claims["iat"] > OLDEST:
            raise OAuth2Error("The provider's token is for somebody else, or old.")
        if not self.nonce or not secrets.compare_digest(str(claims.get("nonce", "")).encode(), self.nonce.encode()):
            raise OAuth2Error("The provider's token is not the answer to what was asked.")
        if not cache.add(f"own-sign-in:{app.provider_id}:{token[-43:]}", value=True, timeout=OLDEST + LEEWAY):
            raise OAuth2Error("The provider's token was used already.")
        return claims

    def _key(self, kid: str | None) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        found = [each for each in keys if each.key_id == kid]
        if len(found) != 1:
            raise jwt.InvalidKeyError("The provider has no such key.")
        return found[0].key


class CheckedCallback(OAuth2CallbackView):  # type: ignore[misc]
    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, HttpResponse | None]:
        """allauth keeps what a way began with to itself; the adapter has to know the way's number."""
        state, answer = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, answer


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _asked(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _asked(CheckedCallback, request, provider_id)


def _asked(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(CheckedAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
