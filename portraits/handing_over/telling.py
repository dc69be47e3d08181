"""What was decided about a person, and why, in sentences; what they agreed to; who looked."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from accounts import redaction
from accounts.audit import Verb, named
from accounts.models import AuditEvent, Person, User
from policies import placements
from policies.models import Assessment, Release
from portraits.models import (
    Attestation,
    DriftCheck,
    IdentityAlert,
    Photo,
    Portrait,
    Publication,
    Review,
    Transition,
)

Line = tuple[datetime, str]
DECISIONS = {"allow": "may be shown", "review": "is looked at by a person before it is shown", "deny": "is not shown"}


def decisions(person: Person) -> str:
    """One line a decision, oldest first."""
    lines = [*_photos(person), *_checks(person), *_runs(person), *_words(person), *_shown(person), *_verdicts(person)]
    return _as_text(f"What was decided about your pictures, and why. {len(lines)} entries.", lines)


def agreements(person: Person) -> str:
    """What the person agreed to, with the words they read."""
    lines = []
    for row in Release.objects.filter(person=person).select_related("notice"):
        where = f" for {_place(row.placement)}" if row.placement else ""
        end = f", until {row.ends_on:%-d %B %Y}" if row.ends_on else ""
        taken = f" Ended on {timezone.localdate(row.withdrawn_at):%-d %B %Y}." if row.withdrawn_at else ""
        said = f"You agreed to “{row.notice.title}”{where}{end}, signed “{row.typed_name}”.{taken}"
        lines.append((row.given_at, f"{said} The words: {row.notice.body} {row.notice.without}"))
    return _as_text("What you agreed to.", lines)


def lookers(person: Person) -> str:
    """Who was shown numbers of the person's face, and who did something with their pictures."""
    lines = [(event.at, _looked(event)) for event in _about(person) if event.actor_id != person.user_id]
    return _as_text("Who looked at you or did something about you. A look is written down where numbers of your face are "
                    "shown; “Likeness” is a program.", lines)  # fmt: skip


def _about(person: Person) -> Iterator[AuditEvent]:
    rows = (
        *Photo.objects.filter(person=person),
        *Portrait.objects.filter(person=person),
        *person.runs.all(),
        *DriftCheck.objects.filter(person=person),
        *IdentityAlert.objects.filter(person=person),
        *Publication.objects.filter(person=person),
    )
    names = {named(row) for row in rows} | {named(person)}
    found = redaction.about(person.organisation, names) | AuditEvent.objects.filter(
        organisation=person.organisation, verb=Verb.SCORES_SEEN.value, data__person=person.pk
    )
    yield from found.select_related("actor").order_by("number")


def _looked(event: AuditEvent) -> str:
    what = "was shown numbers of your face" if event.verb == Verb.SCORES_SEEN.value else _plain(event.verb)
    reason = f" Why: {event.reason}" if event.reason else ""
    return f"{_who(event.actor)} {what} ({event.subject}).{reason}"


def _plain(verb: str) -> str:
    """`console:alert:settled` as words; the reference explains each."""
    _, subject, action = verb.split(":")
    return f"did: {subject.replace('-', ' ')} {action.replace('-', ' ')}"


def _photos(person: Person) -> Iterator[Line]:
    for row in Photo.objects.filter(person=person):
        said = [row.likeness.get("sentence", ""), *row.advice, row.problem]
        verdict = " ".join(each for each in dict.fromkeys(said) if each) or "nothing stood against it"
        yield row.created_at, f"{row.get_kind_display()} {row.pk} came in: {verdict}"
        if row.discarded_at:
            yield row.discarded_at, f"{row.get_kind_display()} {row.pk} was discarded after it was compared."
    for alert in IdentityAlert.objects.filter(person=person).exclude(resolved_at=None).select_related("resolved_by"):
        who = "the same person" if alert.same_person else "somebody else"
        yield alert.resolved_at or alert.created_at, f"{_who(alert.resolved_by)} decided: {who}. {alert.resolution}"


def _checks(person: Person) -> Iterator[Line]:
    for row in DriftCheck.objects.filter(person=person):
        yield row.created_at, f"Portrait {row.portrait_id} was compared: {row.sentence or row.decision}"


def _runs(person: Person) -> Iterator[Line]:
    for run in person.runs.prefetch_related("candidates"):
        yield run.created_at, f"New pictures were asked for (run {run.pk}). {run.reason} {run.problem}".strip()
        for each in run.candidates.all():
            place = f"place {each.rank}" if each.rank else "refused"
            yield (
                run.finished_at or run.created_at,
                f"Picture {each.number} of run {run.pk}: {place}. {_joined(each.reasons)}",
            )


def _words(person: Person) -> Iterator[Line]:
    mine = {"portrait__person": person}
    for word in Attestation.objects.filter(**mine):
        yield word.at, f"You said of portrait {word.portrait_id}: “{word.text}”"
    for review in Review.objects.filter(**mine).select_related("actor"):
        what = "approved" if review.approved else "sent back"
        yield review.at, f"{_who(review.actor)} {what} portrait {review.portrait_id}. {_joined(review.reasons)}".strip()
    for move in Transition.objects.filter(**mine).select_related("actor"):
        target = move.target.replace("_", " ")
        yield move.at, f"Portrait {move.portrait_id} became {target}, by {_who(move.actor)}. {move.reason}".strip()


def _shown(person: Person) -> Iterator[Line]:
    for row in Publication.objects.filter(person=person):
        if row.published_at:
            yield row.published_at, f"Portrait {row.portrait_id} was shown: {_place(row.placement)}, at {row.address}."
        if row.ended_at:
            yield row.ended_at, f"It was taken down: {_place(row.placement)}. {row.ended_why}"
        elif row.problem:
            yield row.created_at, f"Portrait {row.portrait_id} in {_place(row.placement)}: {row.problem}"


def _verdicts(person: Person) -> Iterator[Line]:
    for row in Assessment.objects.filter(person=person):
        why = _joined(
            [each.get("clause") or each.get("title") or "" for each in row.findings if isinstance(each, dict)]
        )
        yield (
            row.created_at,
            f"By the rules of {row.on:%-d %B %Y} a picture {DECISIONS[row.decision]} in {_place(row.placement)}. {why}",
        )


def _joined(sentences: list[str]) -> str:
    return " ".join(each.rstrip(".") + "." for each in sentences if each)


def _place(key: str) -> str:
    try:
        return placements.get(key).title
    except (KeyError, ValueError):
        return key


def _who(user: User | None) -> str:
    return str(user) if user else "Likeness"


def _as_text(head: str, lines: list[Line]) -> str:
    ordered = sorted(lines, key=lambda line: line[0])
    told = (f"{timezone.localtime(at):%Y-%m-%d %H:%M %Z}  {' '.join(said.split())}" for at, said in ordered)
    return "\n".join([head, "", *told, ""])
