"""Where somebody is signed in, and ending it: one place, or all others."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser


def of(user: AbstractBaseUser) -> list[UserSession]:
    """The live ones, newest first."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda each: each.created_at, reverse=True)


def end(user: AbstractBaseUser, pk: int) -> bool:
    """End one of the user's own sessions; False when there is no such one."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is not None:
        row.end()
    return row is not None


def end_others(user: AbstractBaseUser, current: str | None) -> int:
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=current))
    for row in rows:
        row.end()
    return len(rows)
