"""What allauth asks while somebody comes in through an organisation's own sign-in."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render

from accounts import invitations
from accounts.audit import Verb, record
from accounts.models import OwnSignIn, Role, User
from accounts.single_sign_on import providers, reaching, setting_up, trust


class OwnSignInAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def list_apps(
        self,
        request: HttpRequest,
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        return providers.apps(provider, client_id, trial=setting_up.trial_of(request))

    def get_requests_session(self) -> reaching.Session:
        return reaching.Session()

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse whoever the provider may not vouch for, before a row is written."""
        if sociallogin.state.get("process") not in (None, "login"):
            _refuse(request, "An own sign-in is used to sign in, and for nothing else.")
        row = providers.row_of(sociallogin.provider.app)
        if setting_up.trial_of(request) == row.key:
            _tried(request, row, _address(sociallogin))
        user = sociallogin.user if sociallogin.is_existing else None
        if reason := trust.against(row, _address(sociallogin), user):
            _refuse(request, reason)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return bool(providers.row_of(sociallogin.provider.app).admits)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Somebody nobody invited, where the organisation lets its provider bring people in: an employee, never more."""
        row = providers.row_of(sociallogin.provider.app)
        user: User = super().save_user(request, sociallogin, form)
        user.email = user.email.lower()
        user.full_name = str(sociallogin.account.extra_data.get("name", ""))[:200]
        user.save(update_fields=["email", "full_name"])
        invitations.join(user, row.organisation, Role.EMPLOYEE)
        record(Verb.ADMITTED, user, organisation=row.organisation, actor=user, data={"sign_in": row.key})
        return user


def _address(login: SocialLogin) -> str:
    """The address that the provider vouches for; of two, neither."""
    said = {each.email.lower() for each in login.email_addresses if each.verified}
    return said.pop() if len(said) == 1 else ""


def _tried(request: HttpRequest, row: OwnSignIn, address: str) -> NoReturn:
    """The owner is back where they began, signed in as before: nobody came in by this."""
    try:
        setting_up.came_back(request, row, address)
        messages.success(request, f"{row.title} answered and spoke for {address}. Now it can be opened to everybody.")
    except setting_up.SetUpRefusedError as refusal:
        messages.error(request, str(refusal))
    raise ImmediateHttpResponse(redirect(settings.OWN_SIGN_IN_PAGE, row.pk))


def _refuse(request: HttpRequest, reason: str) -> NoReturn:
    page = render(request, "socialaccount/authentication_error.html", {"reason": reason}, status=403)
    raise ImmediateHttpResponse(page)
