"""Everything that happened to one person's portraits, newest first. Drafts and unchosen pictures are not in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from accounts.models import Person, User
from generation.jobs import JobState
from portraits.drift import Decision
from portraits.models import Attestation, DriftCheck, Photo, Publication, Transition
from portraits.views import words
from portraits.views.visibility import portraits_of

VOICES = {
    "person": "The person said how they look",
    "manager": "Their manager said how they look",
    "reviewer": "A reviewer decided",
}
NEWS = (Decision.WATCH, Decision.DRIFT)  # the other sentences speak to the person and repeat the title


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    tone: str
    title: str
    sentence: str = ""
    who: str = ""
    photo_id: int | None = None
    evidence: DriftCheck | None = None


def timeline(person: Person, user: User) -> list[Moment]:
    """One list of all that happened, as far as this user may see it."""
    moments = [
        *_photos(person),
        *_checks(person),
        *_runs(person),
        *_attestations(person),
        *_transitions(person, user),
        *_publications(person),
        *_alerts(person),
    ]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _photos(person: Person) -> Iterator[Moment]:
    for photo in person.photos.select_related("uploaded_by"):
        said = photo.problem if photo.job_state == JobState.FAILED else " ".join(photo.advice)
        title = f"{photo.get_kind_display()} of {photo.captured_on:%-d %B %Y} added"
        yield Moment(photo.created_at, _photo_tone(photo), title, said, _name(photo.uploaded_by), photo.pk)


def _photo_tone(photo: Photo) -> str:
    return "bad" if photo.job_state == JobState.FAILED else ""


def _checks(person: Person) -> Iterator[Moment]:
    checks = list(person.drift_checks.select_related("opinion__by"))
    newest = {check.photo_id: check.portrait_id for check in sorted(checks, key=attrgetter("portrait_id"))}
    for check in checks:
        beside = check.photo_id is not None and check.portrait_id != newest[check.photo_id]
        what = f"{_what(check)}, beside the older picture" if beside else _what(check)
        title = f"{what}: {words.plain(check.decision, words.DECISIONS).lower()}"
        said = check.sentence if check.decision in NEWS else ""
        evidence = check if check.decision in NEWS else None
        tone = words.DECISION_TONES.get(check.decision, "")
        who = _name(check.opinion.by) if check.opinion else ""
        yield Moment(check.created_at, tone, title, said, who, evidence=evidence)


def _what(check: DriftCheck) -> str:
    return VOICES[check.opinion.voice] if check.opinion else f"Selfie of {check.on:%-d %B %Y}"


def _runs(person: Person) -> Iterator[Moment]:
    for run in person.runs.select_related("asked_by"):
        yield Moment(run.created_at, "", "New pictures asked for", run.reason, _name(run.asked_by) or "Likeness")
        if run.finished_at and run.job_state == JobState.DONE:
            yield Moment(
                run.finished_at, "good", "New pictures made", "Only the person sees them until they choose one."
            )
        elif run.finished_at:
            yield Moment(run.finished_at, "bad", "No pictures could be made", run.problem)


def _attestations(person: Person) -> Iterator[Moment]:
    for word in Attestation.objects.filter(portrait__person=person).select_related("actor"):
        yield Moment(word.at, "good", "The person gave their word", f"“{word.text}”", _name(word.actor))


def _transitions(person: Person, user: User) -> Iterator[Moment]:
    moves = Transition.objects.filter(portrait__in=portraits_of(person, user)).select_related("actor", "portrait")
    for move in moves:
        title = f"{words.origin(move.portrait.origin)}: {words.plain(move.target, words.STATES).lower()}"
        tone = words.STATE_TONES.get(move.target, "")
        yield Moment(move.at, tone, title, move.reason, _name(move.actor) or "Likeness")


def _publications(person: Person) -> Iterator[Moment]:
    for row in Publication.objects.filter(person=person):
        title = words.placement(row.placement)
        if row.published_at:
            proven = "Read back, and it is what was put there." if row.read_back_at else row.problem
            yield Moment(row.published_at, "good", f"Shown: {title}", proven)
        if row.ended_at:
            yield Moment(row.ended_at, "", f"No longer shown: {title}", row.ended_why)
        elif row.job_state == JobState.FAILED and row.finished_at:
            yield Moment(row.finished_at, "bad", f"Could not be shown: {title}", row.problem)


def _alerts(person: Person) -> Iterator[Moment]:
    for alert in person.identity_alerts.select_related("resolved_by"):
        yield Moment(alert.created_at, "bad", "Somebody else on a photo?", alert.likeness.get("sentence", ""))
        if alert.resolved_at:
            who = "the same person" if alert.same_person else "somebody else"
            yield Moment(alert.resolved_at, "", f"Decided: {who}", alert.resolution, _name(alert.resolved_by))


def _name(user: User | None) -> str:
    return str(user) if user else ""
