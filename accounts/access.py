"""Signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from accounts import acting
from accounts.client_address import client_address
from accounts.models import User
from accounts.single_sign_on import providers


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation, import or an own sign-in: nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's signature)
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A session that an organisation's own sign-in began acts in that organisation alone."""
        login = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if login is not None:
            acting.bind(request, providers.row_of(login.provider.app).organisation)
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer
