"""Whether somebody needs a second step of signing in where they act, and whether they have one."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from accounts import acting, permissions
from accounts.models import Organisation, Role, User

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # codes on paper stand in for one of these
WITH_A_ROLE = (Role.PHOTO_ADMIN, Role.AUDITOR, Role.OWNER)


def missing(request: HttpRequest, user: User) -> bool:
    """Whether a narrowed request may go no further. Who came by the organisation's own sign-in did their steps there."""
    return needed(user) and not acting.is_bound(request) and not has(user)


def needed(user: User) -> bool:
    """Where they act, by what is known of them already: a page that asks for nothing costs no query."""
    match permissions.step_asked(user):
        case Organisation.SecondStep.EVERYBODY:
            return True
        case Organisation.SecondStep.ROLES:
            return permissions.holds(user, *WITH_A_ROLE)
    return False


def has(user: User) -> bool:
    return bool(is_mfa_enabled(user, STEPS))
