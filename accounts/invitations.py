"""Invitations: a signed link for one address, good once and until a day. Nobody comes in any other way but an own sign-in."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.domains import belongs_to
from accounts.models import Invitation, Membership, Organisation, Person, Role, User

SALT = "likeness.invitation"
LATE = "This link was used, taken back, or is too old. Ask for a new one."


class InvitationRefusedError(ValueError):
    """Why somebody cannot be invited, or why the link no longer works, in words."""


def invite(organisation: Organisation, *, email: str, name: str, role: Role, actor: User) -> Invitation:
    """Open an invitation. Raises InvitationRefusedError when the address, the role or the number of open ones forbids it."""
    address = email.strip().lower()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # so that the cap holds for two at once
        _refuse(organisation, address, role, actor)
        until = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
        row = Invitation.objects.create(
            organisation=organisation, email=address, name=name, role=role, invited_by=actor, expires_at=until
        )
        _noted(Verb.INVITED, row, actor=actor, data={"role": role.value})
    return row


def link(row: Invitation) -> str:
    """The token of its address: the key of the row, signed. It opens nothing once the row is used or withdrawn."""
    return signing.dumps(row.pk, salt=SALT)


def of(token: str) -> Invitation:
    """The open invitation of a link; InvitationRefusedError for every other one, whatever is wrong with it."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise InvitationRefusedError(LATE) from None
    row = open_ones().filter(pk=pk).select_related("organisation").first()
    if row is None:
        raise InvitationRefusedError(LATE)
    return row


def accept(token: str, *, password: str) -> User:
    """Make the user with their role. Good once: the second of two at the same moment is refused."""
    with transaction.atomic():
        row = _used(token)
        if knows(row):
            raise InvitationRefusedError("You sign in here already: sign in, then open the link again.")
        user = User.objects.create_user(row.email, password, full_name=row.name)
        EmailAddress.objects.create(user=user, email=row.email, verified=True, primary=True)
        join(user, row.organisation, Role(row.role))
        _noted(Verb.INVITATION_ACCEPTED, row, actor=user)
    return user


def accept_as(token: str, user: User) -> Organisation:
    """Let somebody who signs in already join one more organisation; only whom the invitation names."""
    with transaction.atomic():
        row = _used(token)
        if user.email != row.email:
            raise InvitationRefusedError("This invitation is for another address. Sign out, and open the link again.")
        join(user, row.organisation, Role(row.role))
        _noted(Verb.INVITATION_ACCEPTED, row, actor=user)
    return row.organisation


def knows(row: Invitation) -> bool:
    """Whether the invited address signs in already. Only who holds the link may be told."""
    return User.objects.filter(email=row.email).exists()


def join(user: User, organisation: Organisation, role: Role) -> None:
    """Give a user a role; an employee who is nobody's picture yet becomes a person of the organisation."""
    Membership.objects.get_or_create(user=user, organisation=organisation, role=role)
    if role is Role.EMPLOYEE and not Person.objects.filter(user=user).exists():
        person = Person.objects.create(organisation=organisation, user=user, name=user.full_name or user.email)
        record(Verb.PERSON_ADDED, person, organisation=organisation, actor=user)


def _used(token: str) -> Invitation:
    row = of(token)
    if not open_ones().filter(pk=row.pk).update(accepted_at=timezone.now()):
        raise InvitationRefusedError(LATE)
    return row


def withdraw(row: Invitation, *, actor: User) -> None:
    if not open_ones().filter(pk=row.pk).update(withdrawn_at=timezone.now()):
        raise InvitationRefusedError("It is not open any more.")
    _noted(Verb.INVITATION_WITHDRAWN, row, actor=actor)


def open_ones() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


def _refuse(organisation: Organisation, address: str, role: Role, actor: User) -> None:
    if role is not Role.EMPLOYEE and not permissions.can_give_roles(actor, organisation):
        raise InvitationRefusedError("Only an owner invites photo admins, auditors and owners.")
    if organisation.domains and not belongs_to(address, organisation.domains):
        raise InvitationRefusedError(f"Only addresses of {', '.join(organisation.domains)} can be invited here.")
    if Membership.objects.filter(user__email=address, organisation=organisation, role=role).exists():
        raise InvitationRefusedError("Somebody here has this address and role already.")
    mine = Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    mine.filter(expires_at__lte=timezone.now()).update(withdrawn_at=timezone.now())
    if mine.filter(email=address).exists():
        raise InvitationRefusedError("This address is invited already: take that invitation back first.")
    if mine.count() >= settings.INVITATIONS_OPEN:
        raise InvitationRefusedError(f"{settings.INVITATIONS_OPEN} invitations are open: wait or take some back.")


def _noted(verb: Verb, row: Invitation, *, actor: User, data: dict[str, Any] | None = None) -> None:
    record(verb, row, organisation=row.organisation, actor=actor, data=data or {})
