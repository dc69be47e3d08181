"""Doors of the sign-in library that this product does not have, and those that a bound session does not open."""

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts import acting

# What makes another way in. By one organisation's own sign-in nobody makes a way that opens more than that one.
WAYS_IN: Final = frozenset({
    "account_change_password", "account_set_password", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
})  # fmt: skip
BOUND: Final = (
    "You came in by your organisation's own sign-in: there your password and your second step are kept. To change them "
    "here, sign in with your address and password."
)


class BoundSessions:
    """Keep a session that one organisation's provider began from making a way in that is good for others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in WAYS_IN and acting.is_bound(request):
            raise PermissionDenied(BOUND)


def closed(_request: HttpRequest, *_args: str) -> HttpResponse:
    raise Http404
