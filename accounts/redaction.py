"""Taking the details of events away without breaking the chain: their digest stays, and a later event names them."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from django.db import models, transaction
from django.db.models import Q

from accounts.audit import Entry, Verb, named, record_all
from accounts.models import AuditEvent, Organisation, User

Value = TypeVar("Value")
BATCH: Final = 500  # subjects asked for in one statement, and numbers named by one event


def about(organisation: Organisation, subjects: Iterable[models.Model | str]) -> models.QuerySet[AuditEvent]:
    """Events of these rows (or `kind:id` names of rows that are gone), but for redactions, which must stay readable."""
    names = sorted({each if isinstance(each, str) else named(each) for each in subjects})
    chosen = Q(pk__in=[])
    for part in _batched(names):
        chosen |= Q(subject__in=part)
    return AuditEvent.objects.filter(chosen, organisation=organisation).exclude(verb=Verb.REDACTED.value)


def redact(
    events: models.QuerySet[AuditEvent],
    *,
    organisation: Organisation,
    why: str,
    subject: models.Model | None = None,
    actor: User | None = None,
) -> list[int]:
    """Take reason, data and salt of the events away and record that; the numbers of those that still had them."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        rows = events.filter(organisation=organisation, redacted=False).exclude(verb=Verb.REDACTED.value)
        numbers = list(rows.order_by("number").values_list("number", flat=True))
        for part in _batched(numbers):
            found = AuditEvent.objects.filter(organisation=organisation, number__in=part)
            found.update(salt="", reason="", data={}, redacted=True)
        entries = [Entry(Verb.REDACTED, subject or organisation, why, {"numbers": part}) for part in _batched(numbers)]
        record_all(entries, organisation=organisation, actor=actor)
    return numbers


def _batched(values: list[Value]) -> Iterator[list[Value]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))
