"""Who may do what, as one table: a change of it is a change of policy and should look like one."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from accounts import permissions
from accounts.models import Membership, Organisation, Person, Role, User
from accounts.permission_table import GRANTS, TABLE, Who, as_markdown

ROOT = Path(__file__).resolve().parents[2]

ROLES = (Role.EMPLOYEE, Role.PHOTO_ADMIN, Role.AUDITOR, Role.OWNER)
FOR_OTHERS = [f"can_{row.verb}" for row in TABLE if row.about != "organisation"]
IN_THE_ORGANISATION = [f"can_{row.verb}" for row in TABLE if row.about == "organisation"]
ABOUT_A_PERSON = ("can_see_person", "can_add_photo", "can_ask_render")
ONES_OWN = [f"can_{row.verb}" for row in TABLE if Who.SELF in row.who]
NOT_EVEN_ONES_OWN = sorted({*FOR_OTHERS} - {*ONES_OWN})
# What is allowed is said once more here, in other words than the table's: a slip of the pen there shows as a red test.
NEVER_FOR_OTHERS = {"can_see_drafts", "can_choose", "can_attest", "can_flag", "can_agree", "can_take_out"}
NOT_FOR_AUDITORS = {"can_add_photo", "can_ask_render", "can_review", "can_resolve_identity", "can_decide_drift",
                    "can_see_scores", "can_manage_people", "can_invite", "can_give_roles", "can_change_rules",
                    "can_settle_tasks", "can_decide_incident", "can_write_notices", "can_switch_biometrics", "can_compare_by_eye",
                    "can_erase", "can_hold", "can_set_leaving", "can_change_organisation"}  # fmt: skip
NOT_FOR_PHOTO_ADMINS = {
    "can_change_organisation",
    "can_read_audit",
    "can_give_roles",
    "can_see_proofs",
    "can_erase",
    "can_hold",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that belongs to a person, as a photo or a portrait does."""

    person: Person


def expected(verb: str, role: Role) -> bool:
    """What each role may do to somebody else's things and in the organisation."""
    without = {Role.AUDITOR: NOT_FOR_AUDITORS, Role.PHOTO_ADMIN: NOT_FOR_PHOTO_ADMINS, Role.OWNER: set()}
    return role is not Role.EMPLOYEE and verb not in NEVER_FOR_OTHERS | without[role]


def cells(verbs: list[str]) -> list[tuple[str, Role]]:
    return [(verb, role) for verb in verbs for role in ROLES]


def allowed(verb: str, user: User, person: Person) -> bool:
    return getattr(permissions, verb)(user, person if verb in ABOUT_A_PERSON else Thing(person))


@pytest.mark.parametrize(("verb", "role"), cells(FOR_OTHERS))
def test_a_role_decides_what_is_possible_with_other_peoples_things(
    verb: str, role: Role, holder: Callable[[Role], User], ada: Person
) -> None:
    assert allowed(verb, holder(role), ada) is expected(verb, role)


@pytest.mark.parametrize(("verb", "role"), cells(IN_THE_ORGANISATION))
def test_a_role_decides_what_is_possible_in_the_organisation(
    verb: str, role: Role, holder: Callable[[Role], User], harbour: Organisation
) -> None:
    assert getattr(permissions, verb)(holder(role), harbour) is expected(verb, role)


def test_the_table_names_every_permission() -> None:
    verbs = {name for name in vars(permissions) if name.startswith("can_")}
    assert verbs == {f"can_{row.verb}" for row in TABLE}
    assert len(TABLE) == len(GRANTS)


def test_no_other_module_makes_permissions_of_its_own() -> None:
    folders = (ROOT / name for name in ("accounts", "generation", "policies", "portraits"))
    paths = (path for folder in folders for path in folder.rglob("*.py") if path.name != "permissions.py")
    assert not [
        path for path in paths if re.search(r"^\s*def can_\w+\(\w*user|^can_\w+ =", path.read_text(), re.MULTILINE)
    ]


def test_the_reference_shows_the_table() -> None:
    assert as_markdown() in (ROOT / "docs" / "reference.md").read_text()


def test_the_command_prints_the_table(capsys) -> None:
    call_command("permissions")
    assert capsys.readouterr().out.strip() == as_markdown()
    call_command("permissions", "--json")
    assert {row["verb"] for row in json.loads(capsys.readouterr().out)} == GRANTS.keys()


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
    assert granted == {"can_flag", "can_see_shown"}
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


@pytest.mark.parametrize("verb", FOR_OTHERS)
def test_who_acts_in_another_organisation_may_nothing_here_meanwhile(
    verb: str, holder: Callable[[Role], User], ada: Person
) -> None:
    owner = holder(Role.OWNER)
    elsewhere = Organisation.objects.create(name="Elsewhere", slug="elsewhere")
    for user in (owner, ada.user):
        before = allowed(verb, user, ada)
        permissions.act_in(user, elsewhere.pk)
        assert not allowed(verb, user, ada)
        permissions.act_in(user, ada.organisation_id)
        assert allowed(verb, user, ada) is before


def test_roles_are_read_once_a_user_object(
    holder: Callable[[Role], User], ada: Person, django_assert_num_queries: Callable
) -> None:
    admin = holder(Role.PHOTO_ADMIN)
    with django_assert_num_queries(1):
        for verb in FOR_OTHERS:
            allowed(verb, admin, ada)
