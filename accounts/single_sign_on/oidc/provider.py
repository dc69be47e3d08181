"""OpenID Connect as allauth has it, with the token's signature always checked."""

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider

from accounts.single_sign_on.oidc.views import CheckedAdapter


class CheckedProvider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = CheckedAdapter


provider_classes = [CheckedProvider]
