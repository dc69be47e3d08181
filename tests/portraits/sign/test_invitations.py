"""Invitations: good once, for one address, until a day, from one organisation, so many and no more."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.audit import Verb
from accounts.invitations import InvitationRefusedError
from accounts.models import AuditEvent, Invitation, Membership, Person, Role, User

PASSWORD = "seven quiet herons"


@pytest.fixture
def owner(cast) -> User:
    user = User.objects.create_user("olga@observatory.example", full_name="Olga")
    Membership.objects.create(user=user, organisation=cast.observatory, role=Role.OWNER)
    return user


def invited(cast, actor, email="new@observatory.example", role=Role.EMPLOYEE) -> Invitation:
    return invitations.invite(cast.observatory, email=email, name="Nova", role=role, actor=actor)


def address(row: Invitation) -> str:
    return reverse("invitation", args=[invitations.link(row)])


def test_the_link_goes_out_by_mail_and_lets_its_reader_in_once(cast, sign_in) -> None:
    sign_in(cast.robin).post(
        reverse("console:invitations"), {"email": "New@observatory.example", "name": "Nova", "role": "employee"}
    )
    (letter,) = mail.outbox
    assert letter.to == ["new@observatory.example"]
    path = re.search(r"http://127\.0\.0\.1:8000(\S+)", letter.body)[1]
    visitor = Client()
    assert visitor.get(path).status_code == 200
    assert visitor.post(path, {"password": PASSWORD}).url == reverse("home")
    nova = User.objects.get(email="new@observatory.example")
    assert nova.check_password(PASSWORD)
    assert Person.objects.get(user=nova).organisation == cast.observatory
    assert visitor.get(reverse("portal:portrait")).status_code == 200
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"password": PASSWORD}).status_code == 410
    assert {Verb.INVITED, Verb.INVITATION_ACCEPTED} <= set(AuditEvent.objects.values_list("verb", flat=True))


def test_the_link_is_on_no_page_of_who_invites(cast, sign_in) -> None:
    row = invited(cast, cast.robin)
    page = sign_in(cast.robin).get(reverse("console:invitations")).content.decode()
    assert row.email in page
    assert invitations.link(row) not in page


@pytest.mark.parametrize("spoil", ["withdrawn", "old", "forged", "cut", "another salt"])
def test_a_link_that_is_not_whole_and_open_says_the_same_whatever_is_wrong(cast, spoil: str) -> None:
    row = invited(cast, cast.robin)
    token = invitations.link(row)
    if spoil == "withdrawn":
        invitations.withdraw(row, actor=cast.robin)
    if spoil == "old":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    token = {"forged": signing.dumps(row.pk, key="another"), "cut": token[:-1],
             "another salt": signing.dumps(row.pk, salt="other")}.get(spoil, token)  # fmt: skip
    answer = Client().post(reverse("invitation", args=[token]), {"password": PASSWORD})
    assert answer.status_code == 410
    assert "used, taken back, or is too old" in answer.content.decode()
    assert not User.objects.filter(email=row.email).exists()


def test_a_weak_password_is_refused_and_the_link_stays_good(cast) -> None:
    row = invited(cast, cast.robin)
    for weak in ("short", "password", "12345678", ""):
        assert Client().post(address(row), {"password": weak}).status_code == 422
    assert Client().post(address(row), {"password": PASSWORD}).status_code == 302


def test_only_an_owner_invites_into_more_than_employment(cast, owner, sign_in) -> None:
    for role in (Role.PHOTO_ADMIN, Role.AUDITOR, Role.OWNER):
        with pytest.raises(InvitationRefusedError, match="Only an owner"):
            invited(cast, cast.robin, role=role)
        sent = {"email": f"{role}@observatory.example", "name": "N", "role": role.value}
        assert sign_in(cast.robin).post(reverse("console:invitations"), sent).status_code == 422
        assert sign_in(owner).post(reverse("console:invitations"), sent).status_code == 302
    assert Invitation.objects.count() == 3


@pytest.mark.parametrize("email", ["a@elsewhere.example", "a@sub.observatory.example", "a@observatory.example.org", "a@b@observatory.example"])  # fmt: skip
def test_an_address_of_another_domain_is_not_invited(cast, email: str) -> None:
    cast.observatory.domains = ["observatory.example"]
    cast.observatory.save()
    with pytest.raises(InvitationRefusedError, match=r"Only addresses of observatory\.example"):
        invited(cast, cast.robin, email=email)
    invited(cast, cast.robin, email="A@Observatory.Example")


def test_there_is_a_cap_on_open_ones_and_the_old_make_room(cast, settings) -> None:
    settings.INVITATIONS_OPEN = 2
    first = invited(cast, cast.robin, "a@x.example")
    invited(cast, cast.robin, "b@x.example")
    with pytest.raises(InvitationRefusedError, match="2 invitations are open"):
        invited(cast, cast.robin, "c@x.example")
    Invitation.objects.filter(pk=first.pk).update(expires_at=timezone.now())
    invited(cast, cast.robin, "c@x.example")


def test_an_address_is_invited_once_at_a_time(cast) -> None:
    invited(cast, cast.robin)
    with pytest.raises(InvitationRefusedError, match="invited already"):
        invited(cast, cast.robin)


def test_who_signs_in_elsewhere_joins_as_themselves_and_acts_in_one_place(cast, sign_in) -> None:
    row = invited(cast, cast.robin, email=cast.otto.email)
    assert Client().post(address(row), {"password": PASSWORD}).status_code == 200
    assert not cast.otto.check_password(PASSWORD)
    assert sign_in(cast.eileen).post(address(row)).status_code == 410
    otto = sign_in(cast.otto)
    assert otto.post(address(row)).url == reverse("home")
    assert otto.get(reverse("organisations")).content.decode().count('type="radio"') == 2
    otto.post(reverse("organisations"), {"organisation": cast.elsewhere.pk})
    assert otto.get(reverse("console:home")).status_code == 200
    otto.post(reverse("organisations"), {"organisation": cast.observatory.pk})
    assert otto.get(reverse("console:home")).status_code == 403


def test_nobody_chooses_an_organisation_that_is_not_theirs(cast, sign_in) -> None:
    answer = sign_in(cast.otto).post(reverse("organisations"), {"organisation": cast.observatory.pk})
    assert answer.status_code == 422


def test_inviting_tells_nothing_of_who_signs_in_elsewhere(cast) -> None:
    assert invited(cast, cast.robin, email=cast.otto.email).email == cast.otto.email
    assert invited(cast, cast.robin, email="nobody@nowhere.example").pk


def test_a_letter_that_does_not_leave_is_said_on_the_page_and_its_reader_is_not_in_the_log(
    cast, sign_in, monkeypatch, caplog
) -> None:
    def refused(*_args, **_more):
        raise SMTPRecipientsRefused({"new@observatory.example": (550, b"unknown")})

    monkeypatch.setattr("portraits.letters.send_mail", refused)
    written = {"email": "new@observatory.example", "name": "Nova", "role": "employee"}
    with caplog.at_level("ERROR"):
        said = sign_in(cast.robin).post(reverse("console:invitations"), written, follow=True).content.decode()
    assert "The mail server did not take the letter" in said
    assert "Invited. The link went out" not in said
    logged = str([record.__dict__ for record in caplog.records])
    assert "SMTPRecipientsRefused" in logged
    assert "new@observatory.example" not in logged
