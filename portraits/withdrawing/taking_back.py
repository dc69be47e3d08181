"""Taking one agreement back: one click, one item, at once."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import User
from policies.consent import Purpose
from policies.models import Release
from portraits.agreements import consenting
from portraits.models import Certificate
from portraits.withdrawing.ending import end


class WithdrawalRefusedError(ValueError):
    """It cannot be taken back like this; the sentence says why."""


def take_back(release: Release, *, actor: User) -> Certificate | None:
    """End one release and everything that depends on it; doing it twice ends nothing more.

    Raises WithdrawalRefusedError for anybody but the person.
    """
    if not permissions.can_agree(actor, release):
        raise WithdrawalRefusedError("Only the person who agreed can take it back.")
    with transaction.atomic():
        consenting.hold(release.person)
        row = Release.objects.select_related("person__organisation").get(pk=release.pk)
        if row.withdrawn_at is not None:
            return None
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = timezone.now(), actor, Release.Why.TAKEN_BACK
        row.save()
        certificate = end(row.person, Purpose(row.purpose), row.placement, because=row, actor=actor)
        _record(Verb.RELEASE_TAKEN_BACK, row, certificate, actor)
    return certificate


def lapse(on: date) -> int:
    """End what depended on releases whose last day has passed; how many had something to end."""
    rows = Release.objects.filter(withdrawn_at=None, ends_on__lt=on).select_related("person__organisation")
    return sum(_lapse(row) for row in rows.iterator())


def _lapse(row: Release) -> bool:
    with transaction.atomic():
        certificate = end(row.person, Purpose(row.purpose), row.placement, because=row)
        if certificate is not None:
            _record(Verb.RELEASE_ENDED, row, certificate, None)
    return certificate is not None


def _record(verb: Verb, row: Release, certificate: Certificate | None, actor: User | None) -> None:
    data = {
        "purpose": row.purpose,
        "placement": row.placement,
        "certificate": certificate.pk if certificate else None,
    }
    record(verb, row, organisation=row.person.organisation, actor=actor, data=data)
