"""A report about a picture: somebody decides, it is taken down and read back, the person is told, another is shown."""

from dataclasses import dataclass
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import User
from portraits import incident_clock, lifecycle
from portraits.models import Incident, Portrait, Publication
from portraits.states import State

MOST_OPEN = 20  # reports of one portrait that wait for a decision: more say nothing new


class IncidentRefusedError(ValueError):
    """It cannot be reported or decided like this; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody saw. `reply_to` empty: they want no answer."""

    why: Incident.Why
    note: str = ""
    reply_to: str = ""


def report(publication: Publication, said: Report, *, reporter: User | None) -> Incident:
    """Write a report down. Raises IncidentRefusedError where so many wait already that one more says nothing new."""
    with transaction.atomic():
        portrait = Portrait.objects.select_for_update().get(pk=publication.portrait_id)
        if Incident.objects.filter(portrait=portrait, decided_at=None).count() >= MOST_OPEN:
            raise IncidentRefusedError("This picture was reported already: somebody is looking at it.")
        row = Incident.objects.create(
            person=publication.person,
            portrait=portrait,
            placement=publication.placement,
            why=said.why,
            note=said.note.strip(),
            reply_to=said.reply_to,
            reported_by=reporter,
        )
        data = {"portrait": portrait.pk, "placement": publication.placement, "why": said.why.value}
        _record(Verb.INCIDENT_REPORTED, row, reporter, data=data)
    return row


def against_deciding(row: Incident, actor: User) -> tuple[str, ...]:
    """Why this user cannot decide it; empty when they can. The page shows the same sentences."""
    reasons = []
    if row.decided_at is not None:
        reasons.append("It is decided already.")
    if permissions.is_self(actor, row):
        reasons.append("It is about you: somebody else decides.")
    elif not permissions.can_decide_incident(actor, row):
        reasons.append("Only a photo admin can decide this.")
    return tuple(reasons)


def decide(row: Incident, *, upheld: bool, decision: str, actor: User) -> Incident:
    """Take the picture down for it, everywhere, or say why it may stay. Other open reports of it are answered with it."""
    with transaction.atomic():
        held = Incident.objects.select_for_update().get(pk=row.pk)
        reasons = against_deciding(held, actor)
        if not decision.strip():
            reasons = (*reasons, "Say why: the person shown reads it, and so does whoever reported it.")
        if reasons:
            raise IncidentRefusedError(" ".join(reasons))
        if upheld:
            _take_down(held.portrait, decision.strip(), actor)
        others = Incident.objects.filter(portrait=held.portrait, decided_at=None)
        for each in others if upheld else [held]:
            _decided(each, upheld=upheld, decision=decision.strip(), actor=actor)
    row.refresh_from_db()
    return row


def read_by_person(person_id: int, *, actor: User) -> int:
    """The person shown has read what was decided: how many reports that was."""
    rows = list(Incident.objects.filter(person_id=person_id, upheld=True, told_at=None))
    for row in rows:
        with transaction.atomic():
            row.told_at = timezone.now()
            row.save(update_fields=["told_at"])
            _record(Verb.INCIDENT_TOLD, row, actor)
    return len(rows)


def go_on() -> int:
    """Write down what happened since: channels that are clean, pictures that were replaced; how many were settled."""
    return sum(_go_on(row) for row in Incident.objects.filter(upheld=True, closed_at=None).select_related("person"))


def _go_on(row: Incident) -> bool:
    now = timezone.now()
    shown = row.portrait.publications.exclude(published_at=None, clear_after=None)
    row.clean_at = row.clean_at or (None if shown.filter(cleared_at=None).exists() else now)
    later = Publication.objects.filter(person=row.person, ended_at=None, published_at__gt=row.decided_at)
    row.replaced_at = row.replaced_at or later.order_by("published_at").values_list("published_at", flat=True).first()
    done = incident_clock.settled(row.moments)
    row.closed_at = now if done else None
    row.save(update_fields=["clean_at", "replaced_at", "closed_at"])
    if done:
        _record(Verb.INCIDENT_SETTLED, row, None)
    return done


def _take_down(portrait: Portrait, why: str, actor: User) -> None:
    """Recall what is shown; what was taken down by somebody else in the meantime is down."""
    portrait.refresh_from_db(fields=["state"])
    if portrait.state == State.PUBLISHED:
        try:
            lifecycle.move(portrait, State.RECALLED, actor=actor, reason=why)
        except lifecycle.MoveRefusedError as refusal:
            raise IncidentRefusedError(str(refusal)) from refusal


def _decided(row: Incident, *, upheld: bool, decision: str, actor: User) -> None:
    row.decided_at, row.decided_by, row.upheld, row.decision = timezone.now(), actor, upheld, decision
    row.closed_at = None if upheld else row.decided_at
    row.save(update_fields=["decided_at", "decided_by", "upheld", "decision", "closed_at"])
    _record(Verb.INCIDENT_DECIDED, row, actor, reason=decision, data={"upheld": upheld, "portrait": row.portrait_id})
    transaction.on_commit(partial(_send, row.pk), robust=True)


def _send(pk: int) -> None:
    """Tell whoever wanted an answer, and forget where it went; tell the person shown, who still reads it on their page."""
    row = Incident.objects.select_related("person__user", "person__organisation").get(pk=pk)
    name = row.person.organisation.name
    outcome = "It was taken down everywhere." if row.upheld else "It stays as it is."
    if row.reply_to:
        send_mail(f"Your report to {name}", f"{outcome}\n\n{row.decision}\n", None, [row.reply_to])
        Incident.objects.filter(pk=pk).update(reply_to="")
    if row.upheld and row.person.user is not None:
        body = f"Your portrait was taken down everywhere: {row.decision}\n\nOpen My portrait to choose another one.\n"
        send_mail(f"Your portrait at {name} was taken down", body, None, [row.person.user.email])


def _record(
    verb: Verb, row: Incident, actor: User | None, *, reason: str = "", data: dict[str, object] | None = None
) -> None:
    record(verb, row, organisation=row.person.organisation, actor=actor, reason=reason, data=data or {})
