"""A selfie held against every portrait that is shown: measured, nothing written yet."""

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


def look(photo: Photo, *, compare: bool | None = None) -> tuple[Sight, ...]:
    """Hold a selfie against each portrait that is shown and older than it; the newest portrait last.

    Most people have one. A place that takes only real photos may go on showing an older one after the newest portrait
    took the others. The person's own word is about the newest: it is the one they see when they are asked. Without their
    agreement to be compared that word and the calendar are left, and a human compares; who has just asked for it says so by
    `compare`.
    """
    shown = freshness.all_shown(photo.person)
    held = [portrait for portrait in shown if not _older(photo, portrait)]
    if not (consenting.may_compare(photo.person) if compare is None else compare):
        return tuple(Sight(portrait, None, said(portrait, photo)) for portrait in held if portrait == shown[0])
    return tuple(_sight(portrait, photo, asked=portrait == shown[0]) for portrait in reversed(held))


def held_against(photo: Photo) -> Portrait | None:
    """The newest portrait that is shown, unless the photo is older than what it depicts."""
    portrait = freshness.shown(photo.person)
    return None if portrait is None or _older(photo, portrait) else portrait


def said(portrait: Portrait, photo: Photo) -> tuple[Signal, ...]:
    """What is known of a selfie without looking at it: the person's own word and the calendar."""
    return _own_word(photo), _calendar(portrait, photo)


def _sight(portrait: Portrait, photo: Photo, *, asked: bool) -> Sight:
    distance = _distance(portrait, photo)
    known = said(portrait, photo) if asked else (_calendar(portrait, photo),)
    return Sight(portrait, distance, (*_measured(portrait, photo, distance), *known))


def _measured(portrait: Portrait, photo: Photo, distance: float | None) -> Iterator[Signal]:
    limits = thresholds.drift()
    appearance = appearances.of_photo(photo)
    baseline = current(portrait, like=appearance)
    usual = bands(baseline, limits)
    yield drift.identity_signal(distance, usual[Kind.IDENTITY], limits)
    shown = baseline.appearance if baseline else appearances.of_portrait(portrait, like=appearance)
    if shown and not appearances.comparable(shown, appearance):
        appearance = appearances.of_photo(photo, like=shown)
    for change in appearances.changes(shown, appearance):
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
