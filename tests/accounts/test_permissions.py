"""Who may do what, as one table: a change of it is a change of policy and should look like one."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import permissions
from accounts.models import Membership, Organisation, Person, Role, User

ROLES = (Role.EMPLOYEE, Role.PHOTO_ADMIN, Role.AUDITOR, Role.OWNER)
# What each role may do to somebody else's things, in the order of ROLES.
FOR_OTHERS = {
    "can_see_person": "no yes yes yes",
    "can_add_photo": "no yes no yes",
    "can_ask_render": "no yes no yes",
    "can_see_drafts": "no no no no",
    "can_choose": "no no no no",
    "can_attest": "no no no no",
    "can_review": "no yes no yes",
    "can_resolve_identity": "no yes no yes",
    "can_decide_drift": "no yes no yes",
    "can_flag": "no no no no",
}
IN_THE_ORGANISATION = {
    "can_open_console": "no yes yes yes",
    "can_manage_people": "no yes no yes",
    "can_read_audit": "no no yes yes",
    "can_read_rules": "no yes yes yes",
    "can_change_rules": "no yes no yes",
    "can_settle_tasks": "no yes no yes",
}
ABOUT_A_PERSON = ("can_see_person", "can_add_photo", "can_ask_render")
ONES_OWN = ("can_see_person", "can_add_photo", "can_ask_render", "can_see_drafts", "can_choose", "can_attest")
NOT_EVEN_ONES_OWN = ("can_review", "can_resolve_identity", "can_decide_drift", "can_flag")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that belongs to a person, as a photo or a portrait does."""

    person: Person


def rows(table: dict[str, str]) -> list[tuple[str, Role, bool]]:
    cells = ((verb, zip(ROLES, answers.split(), strict=True)) for verb, answers in table.items())
    return [(verb, role, answer == "yes") for verb, row in cells for role, answer in row]


def allowed(verb: str, user: User, person: Person) -> bool:
    return getattr(permissions, verb)(user, person if verb in ABOUT_A_PERSON else Thing(person))


@pytest.mark.parametrize(("verb", "role", "answer"), rows(FOR_OTHERS))
def test_a_role_decides_what_is_possible_with_other_peoples_things(
    verb: str, role: Role, answer: bool, holder: Callable[[Role], User], ada: Person
) -> None:
    assert allowed(verb, holder(role), ada) is answer


@pytest.mark.parametrize(("verb", "role", "answer"), rows(IN_THE_ORGANISATION))
def test_a_role_decides_what_is_possible_in_the_organisation(
    verb: str, role: Role, answer: bool, holder: Callable[[Role], User], harbour: Organisation
) -> None:
    assert getattr(permissions, verb)(holder(role), harbour) is answer


def test_the_table_names_every_permission() -> None:
    verbs = {name for name in vars(permissions) if name.startswith("can_")}
    assert verbs == FOR_OTHERS.keys() | IN_THE_ORGANISATION.keys()


@pytest.mark.parametrize("verb", ONES_OWN)
def test_a_person_needs_no_role_for_their_own_things(verb: str, ada: Person) -> None:
    assert allowed(verb, ada.user, ada)


@pytest.mark.parametrize("verb", NOT_EVEN_ONES_OWN)
def test_deciding_over_pictures_takes_a_role(verb: str, ada: Person) -> None:
    assert not allowed(verb, ada.user, ada)


def test_an_admin_cannot_resolve_an_identity_alert_about_themselves(harbour: Organisation, ada: Person) -> None:
    Membership.objects.create(user=ada.user, organisation=harbour, role=Role.OWNER)
    assert not permissions.can_resolve_identity(ada.user, Thing(ada))


def test_a_manager_may_flag_what_is_shown_of_those_they_lead_and_nothing_else(
    holder: Callable[[Role], User], ada: Person, cleo: Person
) -> None:
    ada.manager = holder(Role.EMPLOYEE)
    granted = {verb for verb in FOR_OTHERS if allowed(verb, ada.manager, ada)}
    assert granted == {"can_flag"}
    assert not permissions.can_flag(ada.manager, Thing(cleo))


def test_a_deactivated_manager_leads_nobody(holder: Callable[[Role], User], ada: Person) -> None:
    ada.manager = holder(Role.EMPLOYEE)
    ada.manager.is_active = False
    assert not permissions.is_manager(ada.manager, ada)


def test_nobody_flags_themselves_by_being_their_own_manager(ada: Person) -> None:
    ada.manager = ada.user
    assert not permissions.can_flag(ada.user, Thing(ada))


@pytest.mark.parametrize("verb", FOR_OTHERS)
def test_a_visitor_who_is_not_signed_in_may_nothing_with_a_person_who_has_no_login(verb: str, cleo: Person) -> None:
    assert not allowed(verb, AnonymousUser(), cleo)


@pytest.mark.parametrize("verb", FOR_OTHERS)
def test_the_owner_of_another_organisation_may_nothing(verb: str, ada: Person) -> None:
    elsewhere = Organisation.objects.create(name="Elsewhere", slug="elsewhere")
    stranger = User.objects.create_user("owner@elsewhere.example")
    Membership.objects.create(user=stranger, organisation=elsewhere, role=Role.OWNER)
    assert not allowed(verb, stranger, ada)


@pytest.mark.parametrize("verb", FOR_OTHERS)
def test_the_operator_of_the_installation_has_no_role_by_being_superuser(verb: str, ada: Person) -> None:
    assert not allowed(verb, User.objects.create_superuser("operator@example.org", "a long passphrase"), ada)


def test_a_deactivated_admin_may_nothing(holder: Callable[[Role], User], ada: Person) -> None:
    admin = holder(Role.PHOTO_ADMIN)
    assert permissions.can_see_person(admin, ada)
    admin.is_active = False
    assert not permissions.can_see_person(admin, ada)


@pytest.mark.parametrize("verb", ONES_OWN)
def test_a_deactivated_person_may_nothing_with_their_own_things(verb: str, ada: Person) -> None:
    ada.user.is_active = False
    assert not allowed(verb, ada.user, ada)


def test_roles_are_read_once_a_user_object(
    holder: Callable[[Role], User], ada: Person, django_assert_num_queries: Callable
) -> None:
    admin = holder(Role.PHOTO_ADMIN)
    with django_assert_num_queries(1):
        for verb in FOR_OTHERS:
            allowed(verb, admin, ada)
