import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from accounts.access import AccountAdapter
from accounts.models import Membership, Organisation, Role, User

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case() -> None:
    assert User.objects.create_user("Ada.Lovelace@Harbour.Example").email == "ada.lovelace@harbour.example"


def test_an_address_is_used_once_whatever_its_case() -> None:
    User.objects.create_user("ada@harbour.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ADA@harbour.example")


def test_a_user_is_found_by_address_whatever_its_case() -> None:
    ada = User.objects.create_user("ada@harbour.example")
    assert User.objects.get_by_natural_key("Ada@Harbour.example") == ada


def test_a_user_needs_an_address() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_nobody_signs_in_as_a_user_without_a_password() -> None:
    user = User.objects.create_user("ada@harbour.example")
    assert not user.has_usable_password()
    assert not user.check_password("")


def test_a_password_is_checked_and_never_kept() -> None:
    user = User.objects.create_user("ada@harbour.example", "a long passphrase")
    assert "passphrase" not in user.password
    assert user.check_password("a long passphrase")
    assert not user.check_password("A long passphrase")


def test_a_superuser_runs_the_installation() -> None:
    operator = User.objects.create_superuser("operator@example.org", "a long passphrase")
    assert operator.is_staff
    assert operator.is_superuser


def test_a_role_is_given_once() -> None:
    harbour = Organisation.objects.create(name="Harbour", slug="harbour")
    user = User.objects.create_user("ada@harbour.example")
    Membership.objects.create(user=user, organisation=harbour, role=Role.AUDITOR)
    Membership.objects.create(user=user, organisation=harbour, role=Role.OWNER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, organisation=harbour, role=Role.OWNER)


def test_nobody_signs_themselves_up(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert not AccountAdapter(request).is_open_for_signup(request)
