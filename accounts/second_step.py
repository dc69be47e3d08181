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
    organisation = acting.place(request)
    return organisation is not None and not acting.is_bound(request) and needed(user, organisation) and not has(user)


def needed(user: User, organisation: Organisation) -> bool:
    match organisation.second_step:
        case Organisation.SecondStep.EVERYBODY:
            return True
        case Organisation.SecondStep.ROLES:
            return permissions.has_role(user, organisation, *WITH_A_ROLE)
    return False


def has(user: User) -> bool:
    return bool(is_mfa_enabled(user, STEPS))
