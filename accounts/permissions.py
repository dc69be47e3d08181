"""The only `can_*` functions of the project, each derived from one row of `accounts.permission_table`."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Membership, Organisation, Person, Role, User
from accounts.permission_table import GRANTS, Who

ROLES = {role: Who(role.value) for role in Role}


class OfAPerson(Protocol):
    """Anything that belongs to one person: a photo, a portrait, a run."""

    @property
    def person(self) -> Person: ...


Thing: TypeAlias = Organisation | Person | OfAPerson
Permission: TypeAlias = Callable[[User, Thing], bool]


def has_role(user: User, organisation: Organisation, *roles: Role) -> bool:
    """Whether the user holds one of the roles there and acts there; membership rows are read once a user object."""
    if not acts_in(user, organisation):
        return False
    return any((organisation.pk, role.value) in _roles(user) for role in roles)


def places(user: User) -> list[int]:
    """The keys of the organisations where somebody holds a role or is one of the people."""
    person = myself(user)
    return sorted({place for place, _ in _roles(user)} | ({person.organisation_id} if person else set()))


def myself(user: User) -> Person | None:
    """The person somebody is, if they act where that person is; read once a user object."""
    if not hasattr(user, "_myself"):
        user._myself = Person.objects.select_related("organisation").filter(user=user).first()  # type: ignore[attr-defined]
    person: Person | None = user._myself  # type: ignore[attr-defined]
    return person if person is not None and is_self(user, person) else None


def step_asked(user: User) -> str:
    """What the organisation somebody acts in asks of signing in (`Organisation.SecondStep`), by what was read already."""
    person = myself(user)
    held = (step for (place, _), step in _roles(user).items() if place == user._acting_in)
    return next(held, person.organisation.second_step if person else "")


def holds(user: User, *roles: Role) -> bool:
    """Whether the user holds one of the roles where they act."""
    return any((user._acting_in, role.value) in _roles(user) for role in roles)


def act_in(user: User, organisation_id: int | None) -> None:
    """From now on this user object may do nothing in another organisation; None takes the limit away."""
    user._acting_in = organisation_id


def acts_in(user: User, organisation: Organisation) -> bool:
    """Whether somebody is signed in, active, and has not chosen another of their organisations."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user._acting_in in (None, organisation.pk)


def led_by(user: User) -> QuerySet[Person]:
    """The people somebody leads, where they act, who have not left."""
    people = Person.objects.here(timezone.localdate()).filter(manager=user)
    place = user._acting_in
    return people if place is None else people.filter(organisation=place)


def is_self(user: User, thing: Thing) -> bool:
    """Whether it is the user's own: their picture, their portrait."""
    # A visitor has no key and a person without login has no user: two Nones are not the same somebody.
    person = _person(thing)
    return person is not None and _present(user, person) and person.user_id == user.pk


def is_manager(user: User, thing: Thing) -> bool:
    """Whether the user leads this person: they see what is shown of them, and no photo, draft or check."""
    person = _person(thing)
    return person is not None and _present(user, person) and person.manager_id == user.pk


def _granted(verb: str) -> Permission:
    grant = GRANTS[verb]
    roles = [role for role, who in ROLES.items() if who in grant.who]

    def can(user: User, thing: Thing) -> bool:
        if is_self(user, thing) and (grant.two or Who.SELF in grant.who):
            return not grant.two
        if Who.MANAGER in grant.who and is_manager(user, thing):
            return True
        return has_role(user, _organisation(thing), *roles)

    can.__name__ = f"can_{verb}"
    can.__doc__ = f"Whether the user may {grant.says}."
    return can


can_open_console = _granted("open_console")
can_manage_people = _granted("manage_people")
can_invite = _granted("invite")
can_give_roles = _granted("give_roles")
can_change_organisation = _granted("change_organisation")
can_read_audit = _granted("read_audit")
can_read_rules = _granted("read_rules")
can_change_rules = _granted("change_rules")
can_settle_tasks = _granted("settle_tasks")
can_see_person = _granted("see_person")
can_see_shown = _granted("see_shown")
can_see_drafts = _granted("see_drafts")
can_see_scores = _granted("see_scores")
can_add_photo = _granted("add_photo")
can_ask_render = _granted("ask_render")
can_choose = _granted("choose")
can_attest = _granted("attest")
can_agree = _granted("agree")
can_take_out = _granted("take_out")
can_erase = _granted("erase")
can_hold = _granted("hold")
can_set_leaving = _granted("set_leaving")
can_see_agreements = _granted("see_agreements")
can_see_proofs = _granted("see_proofs")
can_write_notices = _granted("write_notices")
can_switch_biometrics = _granted("switch_biometrics")
can_compare_by_eye = _granted("compare_by_eye")
can_flag = _granted("flag")
can_review = _granted("review")
can_decide_incident = _granted("decide_incident")
can_decide_drift = _granted("decide_drift")
can_resolve_identity = _granted("resolve_identity")


def _roles(user: User) -> Mapping[tuple[int, str], str]:
    """The roles somebody holds, each with what its organisation asks of signing in; read once a user object."""
    if user._held is None:
        rows = Membership.objects.filter(user=user).values_list("organisation_id", "role", "organisation__second_step")
        user._held = {(place, role): step for place, role, step in rows}
    return user._held


def _person(thing: Thing) -> Person | None:
    if isinstance(thing, Organisation):
        return None
    return thing if isinstance(thing, Person) else thing.person


def _organisation(thing: Thing) -> Organisation:
    person = _person(thing)
    return person.organisation if person is not None else thing  # type: ignore[return-value] # or it is one itself


def _present(user: User, person: Person) -> bool:
    if not user.is_authenticated or not user.is_active or user.pk is None:
        return False
    return user._acting_in in (None, person.organisation_id)
