"""Who signs in, and the person's own row: emptied, not deleted, because numbers of the record point at them."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction

from accounts.audit import named
from accounts.models import Invitation, Membership, Person, Role, User
from portraits.erasing.kinds import Entry, Item, as_json

STAYS = frozenset({"id", "organisation", "public_id", "erased_at", "created_at", "name"})
NOBODY = "Erased person"


class AccountEraser:
    """A sign-in goes with its person, unless it holds a role for the organisation: then it is the organisation's."""

    kind = "account"
    says = (
        "Your sign-in: address, name, password, sessions. One that works for the organisation as well is kept for it."
    )
    covers: tuple[type[models.Model], ...] = ()

    def kept(self, person: Person) -> Iterator[Item]:
        user = own_user(person)
        if user is not None:
            yield Item(named(user))

    def export(self, person: Person) -> Iterator[Entry]:
        if person.user is not None:
            yield Entry("rows/user.json", [as_json([person.user], hidden=("password", "groups", "user_permissions"))])

    def erase(self, person: Person) -> None:
        user = own_user(person)
        if user is None:
            return
        with transaction.atomic():
            _end_sessions(user)
            _forget_attempts(user.email)
            Invitation.objects.filter(email=user.email).delete()
            for model, column in _owned_by_a_user():
                model._default_manager.filter(**{column: user}).delete()
            user.groups.clear()
            user.user_permissions.clear()
            user.email, user.full_name, user.last_login = f"erased-{user.pk}@erased.invalid", "", None
            user.is_active = user.is_staff = user.is_superuser = False
            user.set_unusable_password()
            user.save()


class PersonEraser:
    kind = "person"
    says = "Your name, title, department and everything else that is written about you."
    covers: tuple[type[models.Model], ...] = ()

    def kept(self, person: Person) -> Iterator[Item]:
        yield Item(named(person))

    def export(self, person: Person) -> Iterator[Entry]:
        yield Entry("rows/person.json", [as_json([person])])

    def erase(self, person: Person) -> None:
        """Every column that this list does not name gets its empty value, those that somebody adds later as well."""
        for column in Person._meta.concrete_fields:
            if column.name not in STAYS:
                setattr(person, column.name, column.get_default())
        person.name = NOBODY
        person.save()


def own_user(person: Person) -> User | None:
    """The sign-in that goes with the person: None without one, or when it works for the organisation."""
    user = person.user
    if user is None or user.is_superuser:
        return None
    return None if Membership.objects.filter(user=user).exclude(role=Role.EMPLOYEE).exists() else user


def _owned_by_a_user() -> Iterator[tuple[type[models.Model], str]]:
    """What deleting the user would delete with them: roles, addresses, keys, whatever a package adds."""
    for relation in User._meta.related_objects:
        if relation.on_delete is models.CASCADE and relation.related_model is not Person:
            yield relation.related_model, relation.field.name


def _end_sessions(user: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _forget_attempts(email: str) -> None:
    """Sign-in attempts carry the address as text, in tables of their own."""
    if "axes" in settings.INSTALLED_APPS:
        from axes.models import AccessAttempt, AccessFailureLog, AccessLog

        for model in (AccessAttempt, AccessFailureLog, AccessLog):
            model.objects.filter(username__iexact=email).delete()
