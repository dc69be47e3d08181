"""The record of what was done, by whom and why, chained so that a change of the past shows.

Each event's digest is an HMAC over its content and the digest before it, with a key that is not in the database: who
can write rows still cannot forge the chain.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import AuditEvent, Organisation, User

GENESIS = "0" * 64


class Verb(models.TextChoices):
    """`source:subject:action`, in the order of a picture's way."""

    PERSON_ADDED = "console:person:added"
    PERSON_CHANGED = "console:person:changed"
    PHOTO_ADDED = "intake:photo:added"
    PHOTO_MEASURED = "worker:photo:measured"
    PHOTO_DECLARED = "intake:photo:date-declared"
    PORTRAIT_MOVED = "workflow:portrait:moved"
    PORTRAIT_ATTESTED = "portal:portrait:attested"
    CANDIDATE_CHOSEN = "portal:candidate:chosen"
    RUN_ASKED = "workflow:run:asked"
    RUN_FINISHED = "worker:run:finished"
    RUN_FAILED = "worker:run:failed"
    RUN_STOPPED = "portal:run:stopped"
    ASSESSED = "workflow:placement:assessed"
    PUBLISHED = "worker:publication:published"
    PUBLICATION_CHANGED = "worker:publication:changed"
    PUBLICATION_ENDED = "workflow:publication:ended"
    DRIFT_CHECKED = "worker:drift:checked"
    DRIFT_CONFIRMED = "worker:drift:confirmed"
    OPINION_GIVEN = "workflow:opinion:given"
    DRIFT_SETTLED = "console:drift:settled"
    IDENTITY_ALERT = "worker:identity:alerted"
    IDENTITY_RESOLVED = "console:identity:resolved"
    REMINDED = "clock:person:reminded"
    RULES_LOADED = "command:rules:loaded"
    RULE_DRAFTED = "console:rule:drafted"
    RULE_SUBMITTED = "console:rule:submitted"
    RULE_ADOPTED = "console:rule:put-in-force"
    RULE_DISCARDED = "console:rule:discarded"
    RULE_READ = "console:rule:source-read"
    RULES_CHANGED = "clock:rules:changed"
    RULE_TASK_SETTLED = "workflow:rule-task:settled"
    MADE_AGAIN = "console:publication:made-again"
    GREY_ZONE_ASKED = "console:grey-zone:proposed"
    GREY_ZONE_APPROVED = "console:grey-zone:approved"
    GREY_ZONE_ENDED = "console:grey-zone:ended"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event where the chain no longer holds."""

    organisation: str
    number: int
    why: str


def record(
    verb: Verb,
    subject: models.Model,
    *,
    organisation: Organisation,
    actor: User | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event, in the transaction of the change it records. `data` holds ids and figures, never names."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one writer a chain
        last = AuditEvent.objects.filter(organisation=organisation).order_by("-number").first()
        event = AuditEvent(
            organisation=organisation,
            number=last.number + 1 if last else 1,
            at=timezone.now(),
            verb=verb.value,
            actor=actor,
            subject=f"{subject._meta.model_name}:{subject.pk}",
            reason=reason,
            data=json.loads(json.dumps(data or {})),  # as it will be read back: names become text, tuples lists
            previous=last.digest if last else GENESIS,
        )
        event.digest = digest(event)
        event.save()
    return event


def digest(event: AuditEvent) -> str:
    """The event's link in the chain: HMAC-SHA-256 over its canonical JSON, as hexadecimal."""
    content = {
        "organisation": event.organisation_id,
        "number": event.number,
        "at": _instant(event.at),
        "verb": event.verb,
        "actor": event.actor_id,
        "subject": event.subject,
        "reason": event.reason,
        "data": event.data,
        "previous": event.previous,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def verify(organisation: Organisation) -> Broken | None:
    """Walk the chain; the first event that was edited, removed or put in, or None."""
    return next(_breaks(organisation), None)


def _breaks(organisation: Organisation) -> Iterator[Broken]:
    expected, previous = 1, GENESIS
    for event in AuditEvent.objects.filter(organisation=organisation).order_by("number").iterator():
        if event.number != expected:
            yield Broken(organisation.slug, expected, f"event {expected} is missing")
            return
        if event.previous != previous or event.digest != digest(event):
            yield Broken(organisation.slug, event.number, f"event {event.number} is not what was written")
            return
        expected, previous = expected + 1, event.digest


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _key() -> bytes:
    return hashlib.sha256(b"likeness audit chain " + settings.AUDIT_KEY.encode()).digest()
