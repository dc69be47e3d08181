"""Writing down what was seen or said, what it means with the days before, and what follows from it."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import Verb, record
from generation.jobs import JobState
from generation.models import Run
from portraits import drift, thresholds
from portraits.drift import Decision, Kind, Signal
from portraits.keeping import discarding
from portraits.making import requesting
from portraits.models import DriftCheck, IdentityAlert, Opinion, Photo
from portraits.monitoring import freshness
from portraits.monitoring.looking import Sight
from portraits.monitoring.replaying import observations, statistics_of

SOONER: Final = timedelta(days=30)  # a confirmed change, a word or a flag brings the due day this near (R03)
SAID: Final = {Kind.OWN_WORD, Kind.MANAGER}


def note(photo: Photo, sight: Sight) -> DriftCheck:
    """Write down a selfie's check, once; a confirmed change asks for a render."""
    with transaction.atomic():
        row, created = DriftCheck.objects.get_or_create(
            portrait=sight.portrait,
            photo=photo,
            defaults={
                "person": photo.person,
                "on": photo.captured_on,
                "distance": sight.distance,
                **_undecided(*sight.signals),
            },
        )
        if created:
            _judge(row)
    return row


def note_opinion(opinion: Opinion, signal: Signal) -> DriftCheck:
    """Write down what somebody said without a selfie, and what it means."""
    with transaction.atomic():
        row = DriftCheck.objects.create(
            portrait=opinion.portrait, opinion=opinion, person=opinion.person, on=opinion.on, **_undecided(signal)
        )
        _judge(row)
    return row


def ask_again(row: DriftCheck) -> bool:
    """A confirmed change asks for new candidates from that selfie, once while they are fresh. It publishes nothing (R10).

    False where they cannot be made, without any usable photo, and where they would not help: an older real photo beside the
    newest portrait is shown where only real photos may be.
    """
    if not row.portrait.software_made and freshness.shown(row.person) != row.portrait:
        return False
    asked = _asked_lately(row)
    try:
        row.run = asked or requesting.ask(
            row.person,
            actor=None,
            reason=f"Drift confirmed. {row.sentence}",
            source=row.photo if discarding.kept(row.photo) else None,
        )
    except requesting.RequestRefusedError:
        return False
    row.save(update_fields=["run"])
    return asked is None


def _undecided(*signals: Signal) -> dict[str, object]:
    return {
        "signals": [signal.as_json() for signal in signals],
        "decision": Decision.CANNOT_TELL,
        "limits": thresholds.drift().key,
    }


def _judge(row: DriftCheck) -> None:
    """Decide from the rows as they read back, so that a replay sees the same numbers."""
    row.refresh_from_db()
    rows = row.portrait.drift_checks.filter(pk__lte=row.pk).order_by("pk")
    verdict = drift.decide(observations(rows), thresholds.drift())
    row.decision, row.kinds, row.sentence = verdict.decision, list(verdict.kinds), verdict.sentence
    row.statistics = statistics_of(verdict)
    row.save(update_fields=["decision", "kinds", "sentence", "statistics"])
    organisation = row.person.organisation
    record(Verb.DRIFT_CHECKED, row, organisation=organisation, data={"decision": row.decision, "kinds": row.kinds})
    if verdict.decision is Decision.DRIFT:
        record(Verb.DRIFT_CONFIRMED, row, organisation=organisation, reason=verdict.sentence)
        ask_again(row)
    elif verdict.decision is Decision.SOMEBODY_ELSE:
        _alert(row)
    _move_due_day(row)


def _move_due_day(row: DriftCheck) -> None:
    """A change that was confirmed, said or flagged brings the due day near; when all is well again, the clock decides."""
    before, sooner = row.portrait.due_sooner, row.on + SOONER
    said = any(signal["found"] and signal["kind"] in SAID for signal in row.signals)
    if row.decision == Decision.DRIFT or said:
        due: date | None = min(sooner, before or sooner)
    else:
        due = None if row.decision == Decision.CONSISTENT else before
    if due != before:
        row.portrait.due_sooner = due
        row.portrait.save(update_fields=["due_sooner"])


def _alert(row: DriftCheck) -> None:
    if row.photo is None:
        return
    data = {"band": "ask", "sentence": row.sentence, "portrait": row.portrait_id}
    alert, created = IdentityAlert.objects.get_or_create(
        photo=row.photo, defaults={"person": row.person, "likeness": data}
    )
    if created:
        data = {"photo": row.photo_id, "portrait": row.portrait_id, "threshold_set": row.limits}
        record(Verb.IDENTITY_ALERT, alert, organisation=row.person.organisation, data=data)


def _asked_lately(row: DriftCheck) -> Run | None:
    since = timezone.now() - SOONER
    same = Q(portrait=row.portrait) | Q(photo=row.photo, photo__isnull=False)
    earlier = DriftCheck.objects.filter(same, run__created_at__gte=since).exclude(run__job_state=JobState.FAILED)
    found = earlier.select_related("run").order_by("-pk").first()
    return found.run if found else None
