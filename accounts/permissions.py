"""Who may do what: the only `can_*` functions of the project.

They know roles and belonging, nothing of states: whether a move is possible now is the lifecycle's business.
"""

from typing import Protocol

from accounts.models import Membership, Organisation, Person, Role, User

CONSOLE_ROLES = (Role.PHOTO_ADMIN, Role.OWNER)
READING_ROLES = (Role.PHOTO_ADMIN, Role.OWNER, Role.AUDITOR)


class OfAPerson(Protocol):
    """Anything that belongs to one person: a photo, a portrait, a run."""

    @property
    def person(self) -> Person: ...


def has_role(user: User, organisation: Organisation, *roles: Role) -> bool:
    """Whether the user holds one of the roles there; membership rows are read once a user object."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not hasattr(user, "_roles"):
        rows = Membership.objects.filter(user=user).values_list("organisation_id", "role")
        user._roles = set(rows)  # type: ignore[attr-defined]
    return any((organisation.pk, role.value) in user._roles for role in roles)  # type: ignore[attr-defined]


def is_self(user: User, thing: OfAPerson) -> bool:
    """Whether it is the user's own: their picture, their portrait."""
    return _is(user, thing.person)


def can_open_console(user: User, organisation: Organisation) -> bool:
    return has_role(user, organisation, *READING_ROLES)


def can_manage_people(user: User, organisation: Organisation) -> bool:
    return has_role(user, organisation, *CONSOLE_ROLES)


def can_see_person(user: User, person: Person) -> bool:
    return _is(user, person) or has_role(user, person.organisation, *READING_ROLES)


def can_see_drafts(user: User, thing: OfAPerson) -> bool:
    """Drafts and refused candidates are the person's alone."""
    return is_self(user, thing)


def can_add_photo(user: User, person: Person) -> bool:
    return _is(user, person) or has_role(user, person.organisation, *CONSOLE_ROLES)


def can_ask_render(user: User, person: Person) -> bool:
    return _is(user, person) or has_role(user, person.organisation, *CONSOLE_ROLES)


def can_choose(user: User, thing: OfAPerson) -> bool:
    return is_self(user, thing)


def can_attest(user: User, thing: OfAPerson) -> bool:
    return is_self(user, thing)


def can_review(user: User, thing: OfAPerson) -> bool:
    """Photo admins review; that nobody reviews their own is a guard of the lifecycle, with its reason."""
    return has_role(user, thing.person.organisation, *CONSOLE_ROLES)


def is_manager(user: User, person: Person) -> bool:
    """Whether the user leads this person: they see what is shown of them, and no photo, draft or check."""
    return user.is_authenticated and user.is_active and user.pk is not None and person.manager_id == user.pk


def can_flag(user: User, thing: OfAPerson) -> bool:
    """A manager may say that what is shown no longer looks like the person; nobody says so of themselves this way."""
    return is_manager(user, thing.person) and not is_self(user, thing)


def can_decide_drift(user: User, thing: OfAPerson) -> bool:
    """A reviewer may end the question whether a portrait still looks like the person; never about their own."""
    return has_role(user, thing.person.organisation, *CONSOLE_ROLES) and not is_self(user, thing)


def can_resolve_identity(user: User, thing: OfAPerson) -> bool:
    return has_role(user, thing.person.organisation, *CONSOLE_ROLES) and not is_self(user, thing)


def can_read_audit(user: User, organisation: Organisation) -> bool:
    return has_role(user, organisation, Role.AUDITOR, Role.OWNER)


def can_read_rules(user: User, organisation: Organisation) -> bool:
    return has_role(user, organisation, *READING_ROLES)


def can_change_rules(user: User, organisation: Organisation) -> bool:
    """Write, weigh and confirm rules and grey-zone decisions; that nobody confirms their own is the change's guard."""
    return has_role(user, organisation, *CONSOLE_ROLES)


def can_settle_tasks(user: User, organisation: Organisation) -> bool:
    return has_role(user, organisation, *CONSOLE_ROLES)


def _is(user: User, person: Person) -> bool:
    # A visitor has no key and a person without login has no user: two Nones are not the same somebody.
    return user.is_authenticated and user.is_active and user.pk is not None and person.user_id == user.pk
