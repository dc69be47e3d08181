"""Watching: does the portrait still look like the person, and is it still young enough?"""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db import transaction
from django.utils import timezone

from accounts.audit import Verb, record
from generation import faces, pictures, templates
from generation.jobs import JobState
from generation.models import Run
from portraits import drift, requesting, thresholds
from portraits.freshness import shown
from portraits.models import Baseline, DriftCheck, Photo, Portrait

GLASSES_PAIRS = 4  # selfies of the baseline whose glasses evidence is taken: a median needs no more
SOONER = timedelta(days=30)  # a confirmed change brings the due day this near (R03)


def take_baseline(portrait: Portrait) -> Baseline:
    """What is usual between this portrait and the person's recent selfies; taken once, when it is first shown."""
    if existing := Baseline.objects.filter(portrait=portrait).first():
        return existing
    limits = thresholds.drift()
    own = templates.recall(portrait.person, portrait.sha256)
    selfies = [photo for photo in requesting.references(portrait.person) if photo.sha256 != portrait.sha256]
    known = [templates.recall(portrait.person, photo.sha256) for photo in selfies]
    distances = [faces.distance(own, other) for other in known if own is not None and other is not None]
    band = drift.usual(distances, limits)
    glasses = [_glasses(portrait, photo).difference for photo in selfies[:GLASSES_PAIRS]]
    told = [abs(difference) for difference in glasses if difference is not None]
    baseline, _ = Baseline.objects.get_or_create(
        portrait=portrait,
        defaults={
            "distances": [round(value, 4) for value in distances],
            "centre": band.centre,
            "spread": band.spread,
            "selfies": band.selfies,
            "glasses": median(told) if told else 0.0,
            "encoder": own.encoder if own else "",
            "limits": limits.key,
        },
    )
    return baseline


@dataclass(frozen=True, slots=True)
class Sight:
    """A selfie held against the portrait that is shown: measured, nothing written yet."""

    portrait: Portrait
    distance: float | None
    signals: tuple[drift.Signal, ...]


def look(photo: Photo) -> Sight | None:
    """Hold a selfie against the portrait that is shown; None while none is, or when the portrait is newer."""
    portrait = shown(photo.person)
    if portrait is None or _older(photo, portrait):
        return None
    distance = _distance(portrait, photo)
    return Sight(portrait, distance, _signals(portrait, photo, distance))


def note(photo: Photo, sight: Sight) -> DriftCheck:
    """Write down what was seen and what it means with the days before; ask for a render when a change is confirmed."""
    with transaction.atomic():
        row, created = DriftCheck.objects.get_or_create(
            portrait=sight.portrait,
            photo=photo,
            defaults={
                "person": photo.person,
                "on": photo.captured_on,
                "distance": sight.distance,
                "signals": [signal.as_json() for signal in sight.signals],
                "decision": drift.Decision.CANNOT_TELL,
                "limits": thresholds.drift().key,
            },
        )
        if created:
            _judge(row)
    return row


def replay(portrait: Portrait) -> list[drift.Observation]:
    """The stored checks of a portrait as observations, oldest first: every decision can be made again from rows."""
    return [
        drift.Observation(row.on, tuple(_stored(each) for each in row.signals)) for row in portrait.drift_checks.all()
    ]


def _judge(row: DriftCheck) -> None:
    verdict = drift.decide(replay(row.portrait))
    row.decision, row.kinds, row.sentence = verdict.decision, list(verdict.kinds), verdict.sentence
    row.save(update_fields=["decision", "kinds", "sentence"])
    organisation = row.person.organisation
    record(Verb.DRIFT_CHECKED, row, organisation=organisation, data={"decision": row.decision, "kinds": row.kinds})
    if verdict.decision is drift.Decision.DRIFT:
        record(Verb.DRIFT_CONFIRMED, row, organisation=organisation, reason=verdict.sentence)
        _bring_forward(row)
        ask_again(row)


def _bring_forward(row: DriftCheck) -> None:
    sooner = row.on + SOONER
    if row.portrait.due_sooner is None or sooner < row.portrait.due_sooner:
        row.portrait.due_sooner = sooner
        row.portrait.save(update_fields=["due_sooner"])


def ask_again(row: DriftCheck) -> bool:
    """A confirmed change asks for new candidates from that selfie, once while they are fresh. It publishes nothing (R10)."""
    asked = _asked_lately(row)
    row.run = asked or requesting.ask(
        row.person, actor=None, reason=f"Drift confirmed. {row.sentence}", source=row.photo
    )
    row.save(update_fields=["run"])
    return asked is None


def _asked_lately(row: DriftCheck) -> Run | None:
    since = timezone.now() - SOONER
    earlier = row.portrait.drift_checks.filter(run__created_at__gte=since).exclude(run__job_state=JobState.FAILED)
    found = earlier.select_related("run").order_by("-pk").first()
    return found.run if found else None


def _signals(portrait: Portrait, photo: Photo, distance: float | None) -> tuple[drift.Signal, ...]:
    limits = thresholds.drift()
    baseline = Baseline.objects.filter(portrait=portrait).first()
    band = drift.usual(baseline.distances if baseline else (), limits)
    change = _glasses(portrait, photo)
    return (
        drift.identity_signal(distance, band, limits),
        drift.glasses_signal(
            None if change.difference is None else abs(change.difference),
            limits,
            usual_strength=baseline.glasses if baseline else 0.0,
            why_not=change.reason,
        ),
        drift.own_word_signal(still_looks_like_me=photo.still_looks_like_me),
    )


def _glasses(portrait: Portrait, photo: Photo) -> faces.Change:
    pair = (pictures.load_reduced(portrait.image), pictures.load_reduced(photo.image))
    before, after = (faces.appearance_of(picture, faces.subject(picture)) for picture in pair)
    return next(change for change in faces.changes(before, after) if change.kind == "glasses")


def _distance(portrait: Portrait, photo: Photo) -> float | None:
    left, right = templates.recall(photo.person, portrait.sha256), templates.recall(photo.person, photo.sha256)
    return faces.distance(left, right) if left and right else None


def _stored(data: dict[str, object]) -> drift.Signal:
    return drift.Signal(**{**data, "kind": drift.Kind(data["kind"])})  # type: ignore[arg-type]


def _older(photo: Photo, portrait: Portrait) -> bool:
    """Taken before what the portrait depicts, or sent before it was shown: such selfies made the baseline."""
    baseline = Baseline.objects.filter(portrait=portrait).first()
    if baseline is not None and photo.created_at < baseline.created_at:
        return True
    return portrait.depicts_as_of is not None and photo.captured_on <= portrait.depicts_as_of
