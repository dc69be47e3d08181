"""Grey-zone decisions as rows: written down with a reason, approved by a second person, used until a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Organisation, User
from policies.kinds import Kind
from policies.models import GreyZoneDecision, RuleVersion
from policies.settlements import Settlement
from policies.vocabulary import Decision


class SettlingRefusedError(ValueError):
    """The decision cannot be recorded like this; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be decided: of a kind, in a placement (empty: everywhere), until a day."""

    kind: Kind
    placement: str
    decision: Decision
    reason: str
    until: date


def propose(organisation: Organisation, version: RuleVersion, answer: Answer, *, actor: User) -> GreyZoneDecision:
    """Write an answer down; it counts once somebody else approves it.

    Raises SettlingRefusedError when the version does not ask for a person about that kind, or without a reason.
    """
    if version.rule().decision_for(answer.kind) is not Decision.REVIEW:
        raise SettlingRefusedError(
            f"{version} does not leave {answer.kind.value} to a person: there is nothing to decide."
        )
    if not answer.reason.strip():
        raise SettlingRefusedError("Say why: the reason is kept with the decision and shown wherever it is used.")
    with transaction.atomic():
        row = GreyZoneDecision.objects.create(
            organisation=organisation,
            rule_version=version,
            kind=answer.kind.value,
            placement=answer.placement,
            answer=answer.decision.value,
            reason=answer.reason.strip(),
            written_by=actor,
            effective_until=answer.until,
        )
        _record(Verb.GREY_ZONE_ASKED, row, actor)
    return row


def against_approval(decision: GreyZoneDecision, actor: User) -> tuple[str, ...]:
    """Why this user cannot approve it; empty when they can."""
    reasons = []
    if decision.approved_by_id or decision.ended_at:
        reasons.append("It is decided already.")
    if decision.written_by_id == actor.pk:
        reasons.append("Nobody approves their own decision: somebody else does.")
    return tuple(reasons)


def approve(decision: GreyZoneDecision, *, actor: User) -> GreyZoneDecision:
    """Let it count from today. Raises SettlingRefusedError with every reason."""
    with transaction.atomic():
        row = GreyZoneDecision.objects.select_for_update().get(pk=decision.pk)
        if reasons := against_approval(row, actor):
            raise SettlingRefusedError(" ".join(reasons))
        row.approved_by, row.approved_at, row.effective_from = actor, timezone.now(), timezone.localdate()
        row.save(update_fields=["approved_by", "approved_at", "effective_from"])
        _record(Verb.GREY_ZONE_APPROVED, row, actor)
    return row


def end(decision: GreyZoneDecision, *, why: str, actor: User) -> None:
    """Take it back: from now on a person decides each time again."""
    with transaction.atomic():
        row = GreyZoneDecision.objects.select_for_update().get(pk=decision.pk)
        if row.ended_at is None:
            row.ended_at = timezone.now()
            row.save(update_fields=["ended_at"])
            _record(Verb.GREY_ZONE_ENDED, row, actor, reason=why)


def in_force(organisation: Organisation, on: date, *, known_at: datetime | None = None) -> tuple[Settlement, ...]:
    """The answers that count on a day, in plain values for the engine; with `known_at`, those that counted then."""
    begun = GreyZoneDecision.objects.filter(organisation=organisation, effective_from__lte=on, effective_until__gte=on)
    # An answer that was taken back still held on the days before: what was decided then can be asked again.
    standing = Q(ended_at__gt=known_at) if known_at else Q(ended_at__date__gt=on)
    rows = begun.filter(Q(ended_at=None) | standing).select_related("rule_version")
    if known_at:
        rows = rows.filter(approved_at__lte=known_at)
    return tuple(row.settlement() for row in rows.order_by("pk"))


def _record(verb: Verb, row: GreyZoneDecision, actor: User, *, reason: str = "") -> None:
    data: dict[str, Any] = {
        "rule": str(row.rule_version),
        "kind": row.kind,
        "placement": row.placement,
        "answer": row.answer,
        "until": row.effective_until.isoformat(),
    }
    record(verb, row, organisation=row.organisation, actor=actor, reason=reason or row.reason, data=data)
