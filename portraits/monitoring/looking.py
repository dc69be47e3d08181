"""A selfie held against the portrait that is shown: measured, nothing written yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from generation import faces, templates
from portraits import drift, thresholds
from portraits.agreements import consenting
from portraits.drift import Kind, Limits, Signal, Usual
from portraits.models import Baseline, Photo, Portrait
from portraits.monitoring import appearances, freshness
from portraits.monitoring.baseline import bands, current


@dataclass(frozen=True, slots=True)
class Sight:
    """What one selfie says of the portrait."""

    portrait: Portrait
    distance: float | None
    signals: tuple[Signal, ...]


def look(photo: Photo) -> Sight | None:
    """Hold a selfie against the portrait that is shown; None while none is, or when the portrait is newer.

    Without the person's consent to be compared only what they say and the calendar are left: a human compares.
    """
    portrait = held_against(photo)
    if portrait is None:
        return None
    if not consenting.may_compare(photo.person):
        return Sight(portrait, None, said(portrait, photo))
    distance = _distance(portrait, photo)
    return Sight(portrait, distance, (*_measured(portrait, photo, distance), *said(portrait, photo)))


def held_against(photo: Photo) -> Portrait | None:
    """The portrait that is shown, unless the photo is older than what it depicts."""
    portrait = freshness.shown(photo.person)
    return None if portrait is None or _older(photo, portrait) else portrait


def said(portrait: Portrait, photo: Photo) -> tuple[Signal, ...]:
    """What is known of a selfie without looking at it: the person's own word and the calendar."""
    return _own_word(photo), _calendar(portrait, photo)


def _measured(portrait: Portrait, photo: Photo, distance: float | None) -> Iterator[Signal]:
    limits = thresholds.drift()
    appearance = appearances.of_photo(photo)
    baseline = current(portrait, like=appearance)
    usual = bands(baseline, limits)
    yield drift.identity_signal(distance, usual[Kind.IDENTITY], limits)
    shown = baseline.appearance if baseline else appearances.of_portrait(portrait, like=appearance)
    for change in appearances.changes(shown, appearances.of_photo(photo, like=shown)):
        yield _change(change, usual, limits)


def _change(change: faces.Change, usual: dict[Kind, Usual], limits: Limits) -> Signal:
    kind = Kind(change.kind)
    return drift.change_signal(
        kind, change.difference, usual[kind], limits, counts=change.counts, why_not=change.reason
    )


def _own_word(photo: Photo) -> Signal:
    about = [Kind(kind) for kind in photo.reasons]
    return drift.word_signal(Kind.OWN_WORD, still_looks_like=photo.still_looks_like_me, about=about)


def _calendar(portrait: Portrait, photo: Photo) -> Signal:
    return drift.calendar_signal(freshness.reading(portrait, photo.captured_on).spent)


def _distance(portrait: Portrait, photo: Photo) -> float | None:
    found = templates.recall_all(photo.person, [portrait.sha256, photo.sha256])
    left, right = found.get(portrait.sha256), found.get(photo.sha256)
    return faces.distance(left, right) if left and right else None


def _older(photo: Photo, portrait: Portrait) -> bool:
    """Taken before what the portrait depicts, or sent before it was shown: such selfies made the baseline."""
    baseline = Baseline.objects.filter(portrait=portrait).first()
    if baseline is not None and photo.created_at < baseline.created_at:
        return True
    return portrait.depicts_as_of is not None and photo.captured_on <= portrait.depicts_as_of
