"""The record of what was done, by whom and why, chained so that a change of the past shows (docs/design/audit.md).

Each event's digest can be checked by anyone; its seal is made with a key that is not in the database: who can write
rows still cannot forge the chain.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone
from structlog.contextvars import get_contextvars

from accounts import chain
from accounts.models import AuditEvent, Organisation, User
from accounts.sealing import seal

SALT_BYTES: Final = 16
BATCH: Final = 1000  # events written in one statement


class Verb(models.TextChoices):
    """`source:subject:action`, in the order of a picture's way."""

    PERSON_ADDED = "console:person:added"
    PERSON_CHANGED = "console:person:changed"
    PERSON_MOVED = "console:person:moved"
    ORGANISATION_CHANGED = "console:organisation:changed"
    SIGN_IN_CHANGED = "console:sign-in:changed"
    SIGN_IN_TRIED = "console:sign-in:tried"
    INVITED = "console:invitation:sent"
    INVITATION_WITHDRAWN = "console:invitation:withdrawn"
    INVITATION_ACCEPTED = "portal:invitation:accepted"
    ADMITTED = "portal:user:admitted"
    PHOTO_ADDED = "intake:photo:added"
    PHOTO_MEASURED = "worker:photo:measured"
    PHOTO_DECLARED = "intake:photo:date-declared"
    PORTRAIT_MOVED = "workflow:portrait:moved"
    NAMING_CHOSEN = "portal:person:naming-chosen"
    PORTRAIT_ATTESTED = "portal:portrait:attested"
    CANDIDATE_VOTED = "portal:candidate:voted"
    CANDIDATE_CHOSEN = "portal:candidate:chosen"
    RUN_ASKED = "workflow:run:asked"
    RUN_FINISHED = "worker:run:finished"
    RUN_FAILED = "worker:run:failed"
    RUN_STOPPED = "portal:run:stopped"
    ASSESSED = "workflow:placement:assessed"
    PUBLISHED = "worker:publication:published"
    PUBLICATION_CHANGED = "worker:publication:changed"
    PUBLICATION_ENDED = "workflow:publication:ended"
    PUBLICATION_CLEARED = "worker:publication:cleared"
    COMPANION_CHANGED = "portal:companion:changed"
    PICTURE_DESCRIBED = "workflow:portrait:described"
    INCIDENT_REPORTED = "public:incident:reported"
    INCIDENT_DECIDED = "console:incident:decided"
    INCIDENT_TOLD = "portal:incident:read"
    INCIDENT_SETTLED = "clock:incident:settled"
    DRIFT_CHECKED = "worker:drift:checked"
    DRIFT_CONFIRMED = "worker:drift:confirmed"
    OPINION_GIVEN = "workflow:opinion:given"
    DRIFT_SETTLED = "console:drift:settled"
    IDENTITY_ALERT = "worker:identity:alerted"
    IDENTITY_RESOLVED = "console:identity:resolved"
    REMINDED = "clock:person:reminded"
    PERSON_LEFT = "console:person:left"
    HOLD_PLACED = "console:hold:placed"
    HOLD_LIFTED = "console:hold:lifted"
    ERASURE_ASKED = "workflow:erasure:asked"
    PERSON_ERASED = "worker:person:erased"
    SELFIE_DISCARDED = "clock:selfie:discarded"
    RETENTION_ENDED = "clock:biometrics:ended"
    EXPORT_ASKED = "portal:export:asked"
    EXPORT_FETCHED = "portal:export:fetched"
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
    LABEL_ICON_ADDED = "console:label-icon:added"
    LABEL_ICON_ENDED = "console:label-icon:put-aside"
    KEYS_ROTATED = "command:keys:rotated"
    TEMPLATES_MIGRATED = "command:templates:migrated"
    SCORES_SEEN = "page:scores:seen"
    REDACTED = chain.REDACTED
    PACK_MADE = "workflow:audit:packed"
    NOTICES_LOADED = "command:notices:loaded"
    NOTICE_WRITTEN = "console:notice:written"
    RELEASE_GIVEN = "portal:release:given"
    RELEASE_TAKEN_BACK = "portal:release:taken-back"
    RELEASE_ENDED = "clock:release:ended"
    CERTIFIED = "workflow:certificate:issued"
    COMPARED_BY_EYE = "console:photo:compared"
    BIOMETRICS_SWITCHED = "workflow:biometrics:switched"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event is to say. `data` holds ids and figures, never names."""

    verb: Verb
    subject: models.Model
    reason: str = ""
    data: dict[str, Any] = field(default_factory=dict)


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
    (event,) = record_all([Entry(verb, subject, reason, data or {})], organisation=organisation, actor=actor)
    return event


def record_all(entries: Iterable[Entry], *, organisation: Organisation, actor: User | None = None) -> list[AuditEvent]:
    """Append events in order, in one transaction, as `record` does."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # one writer a chain
        last = AuditEvent.objects.filter(organisation=organisation).order_by("-number").first()
        number, previous = (last.number, last.digest) if last else (0, chain.GENESIS)
        events = []
        for entry in entries:
            number += 1
            event = _linked(entry, organisation, actor, number=number, previous=previous)
            previous = event.digest
            events.append(event)
        return AuditEvent.objects.bulk_create(events, batch_size=BATCH)


def _linked(entry: Entry, organisation: Organisation, actor: User | None, *, number: int, previous: str) -> AuditEvent:
    event = AuditEvent(
        organisation=organisation,
        number=number,
        at=timezone.now(),
        verb=entry.verb.value,
        actor=actor,
        subject=named(entry.subject),
        request=str(get_contextvars().get("request_id", ""))[: AuditEvent.REQUEST_LENGTH],
        salt=secrets.token_hex(SALT_BYTES),
        reason=entry.reason,
        data=json.loads(json.dumps(entry.data)),  # as it will be read back: names become text, tuples lists
        previous=previous,
    )
    event.details_digest = chain.details_digest(event.details)
    event.digest = chain.digest(event.as_link())
    event.seal = seal(event.digest)
    return event


def named(subject: models.Model) -> str:
    """How events name a row: kind and id."""
    return f"{subject._meta.model_name}:{subject.pk}"
