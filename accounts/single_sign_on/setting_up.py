"""An organisation's own sign-in is set up by its owner: written down, tried by them, and only then open to others."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify

from accounts import permissions, vault
from accounts.audit import Verb, record
from accounts.domains import belongs_to
from accounts.models import Organisation, OwnSignIn, User

TRIAL: Final = "own_sign_in_trial"  # of the session: the key of the row that its owner tries
MANY: Final = 20


class SetUpRefusedError(ValueError):
    """It cannot be done like this; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the owner wrote down, checked. An empty secret leaves the one that is kept."""

    title: str
    kind: str
    domains: tuple[str, ...]
    settings: dict[str, Any]
    client_id: str = ""
    secret: str = ""
    admits: bool = False


def keep(organisation: Organisation, wanted: Wanted, *, actor: User, row: OwnSignIn | None = None) -> OwnSignIn:
    """Write it down. What others come in by is closed again until it was tried anew; a new title changes nothing."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one at a time: they are counted
        _refuse(organisation, wanted, row)
        row = row or OwnSignIn(organisation=organisation, kind=wanted.kind, key=next_key(organisation), active=False)
        before = (row.client_id, row.settings, row.domains)
        row.title, row.client_id, row.settings = wanted.title, wanted.client_id, wanted.settings
        row.domains, row.admits = list(wanted.domains), wanted.admits
        if (row.client_id, row.settings, row.domains) != before or wanted.secret:
            row.tried_at, row.active = None, False
        if wanted.secret:
            row.secret = vault.seal_here(wanted.secret.encode(), binding=row.binding)
        row.save()
        record(
            Verb.SIGN_IN_CHANGED,
            row,
            organisation=organisation,
            actor=actor,
            data={"done": "written", "active": row.active},
        )
    return row


def begin_trial(request: HttpRequest, row: OwnSignIn) -> None:
    """From now on this session may go the whole way of a row that is not open yet, to come back and be told."""
    request.session[TRIAL] = row.key


def trial_of(request: HttpRequest | None) -> str:
    """The key of the row that this session tries; only its organisation's owner does."""
    key = str(request.session.get(TRIAL, "")) if request is not None and hasattr(request, "session") else ""
    row = OwnSignIn.objects.filter(key=key).select_related("organisation").first() if key else None
    user = getattr(request, "user", None)
    allowed = row is not None and isinstance(user, User) and permissions.can_change_organisation(user, row.organisation)
    return key if allowed else ""


def came_back(request: HttpRequest, row: OwnSignIn, address: str) -> None:
    """The provider answered, and its answer held: that is the trial. It must speak for an address of its domains."""
    request.session.pop(TRIAL, None)
    if not belongs_to(address, row.domains):
        raise SetUpRefusedError(
            f"It works, but it spoke for {address or 'nobody'}: not an address of {', '.join(row.domains)}."
        )
    OwnSignIn.objects.filter(pk=row.pk).update(tried_at=timezone.now())
    record(Verb.SIGN_IN_TRIED, row, organisation=row.organisation, actor=cast("User", request.user))


def bind(row: OwnSignIn, *, actor: User) -> None:
    """Open it to others. Raises SetUpRefusedError before it was tried as it is."""
    if row.tried_at is None:
        raise SetUpRefusedError("Try it first: nobody is sent to a provider that has not answered you.")
    _switch(row, actor, active=True)


def close(row: OwnSignIn, *, actor: User) -> None:
    """Nobody comes in by it any more; who is in stays until their session ends."""
    _switch(row, actor, active=False)


def forget(row: OwnSignIn, *, actor: User) -> None:
    with transaction.atomic():
        record(Verb.SIGN_IN_CHANGED, row, organisation=row.organisation, actor=actor, data={"done": "deleted"})
        row.delete()


def _switch(row: OwnSignIn, actor: User, *, active: bool) -> None:
    with transaction.atomic():
        OwnSignIn.objects.filter(pk=row.pk).update(active=active)
        done = {"done": "opened" if active else "closed"}
        record(Verb.SIGN_IN_CHANGED, row, organisation=row.organisation, actor=actor, data=done)


def _refuse(organisation: Organisation, wanted: Wanted, row: OwnSignIn | None) -> None:
    if row is not None and row.kind != wanted.kind:
        raise SetUpRefusedError("Another kind of provider is another entry: delete this one first.")
    if row is None and organisation.own_sign_ins.count() >= MANY:
        raise SetUpRefusedError(f"There are {MANY} already: delete one first.")
    beyond = [domain for domain in wanted.domains if domain not in {each.lower() for each in organisation.domains}]
    if beyond or not wanted.domains:
        raise SetUpRefusedError(
            f"{', '.join(beyond) or 'No domain'} is not written down as this organisation's: the operator of this "
            "installation enters which domains are yours, so that nobody speaks for somebody else's people."
        )


def next_key(organisation: Organisation) -> str:
    """Stands in addresses: the organisation's own name there, with a number from the second on."""
    begins = slugify(organisation.slug)[:40] or f"organisation-{organisation.pk}"
    taken = set(OwnSignIn.objects.filter(key__startswith=begins).values_list("key", flat=True))
    return next(each for n in range(1, len(taken) + 2) if (each := begins if n == 1 else f"{begins}-{n}") not in taken)
