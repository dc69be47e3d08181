"""What is usual between a portrait and the person's recent selfies, taken when it is first shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from generation import faces, templates
from portraits import drift, thresholds
from portraits.agreements import consenting
from portraits.drift import CHANGES, Kind, Limits, Usual
from portraits.making import requesting
from portraits.models import Baseline, Opinion, Photo, Portrait
from portraits.monitoring import appearances

WANTED: Final = 3  # selfies: fewer leave the measured prior in charge


def take_baseline(portrait: Portrait) -> Baseline:
    """The portrait's baseline, taken now unless it was before."""
    return Baseline.objects.filter(portrait=portrait).first() or _take(portrait)


def current(portrait: Portrait, *, like: Mapping[str, Any]) -> Baseline | None:
    """The baseline that a selfie with the appearance `like` is held against.

    It is taken again when numbers mean something else by now, and when a reviewer has said that what was seen since is
    still fine: then that is usual. None while the portrait was never shown.
    """
    baseline = Baseline.objects.filter(portrait=portrait).first()
    if baseline is None:
        return None
    stale = bool(like) and not appearances.comparable(baseline.appearance, like)
    return _take(portrait, like=like, before=baseline) if stale or _denied_since(baseline) else baseline


def bands(baseline: Baseline | None, limits: Limits) -> dict[Kind, Usual]:
    """What is usual by kind, from the stored numbers under these limits; the measured prior where there are none."""
    return {kind: drift.usual(_differences(baseline, kind), prior) for kind, prior in limits.kinds.items()}


def _take(portrait: Portrait, *, like: Mapping[str, Any] | None = None, before: Baseline | None = None) -> Baseline:
    own = templates.recall(portrait.person, portrait.sha256) if consenting.may_compare(portrait.person) else None
    shown = _shown(portrait, like, before)
    selfies = [photo for photo in requesting.references(portrait.person) if photo.sha256 != portrait.sha256]
    distances = [_distance(own, photo) for photo in selfies]
    rows = [_row(photo, shown) for photo in selfies]
    limits = thresholds.drift()
    baseline = Baseline(
        distances=[round(each, 4) for each in distances if each is not None], appearance=shown, appearances=rows
    )
    usual = bands(baseline, limits)
    face = usual[Kind.IDENTITY]
    values = {
        "distances": baseline.distances,
        "centre": face.centre,
        "spread": face.spread,
        "selfies": len(selfies),
        "appearance": shown,
        "appearances": rows,
        "usual": {kind.value: band.as_json() for kind, band in usual.items()},
        "encoder": own.encoder if own else "",
        "limits": limits.key,
    }
    return _kept(portrait, values, compared=bool(baseline.distances or shown))


def _kept(portrait: Portrait, values: dict[str, Any], *, compared: bool) -> Baseline:
    """Write it down, without any number of a face when comparing was forbidden in the meantime."""
    with transaction.atomic():
        consenting.hold(portrait.person)
        if not compared or consenting.may_compare(portrait.person):
            return Baseline.objects.update_or_create(portrait=portrait, defaults=values)[0]
    return _take(portrait)


def _shown(portrait: Portrait, like: Mapping[str, Any] | None, before: Baseline | None) -> dict[str, Any]:
    """The portrait's appearance: as kept, while its numbers mean what those of `like` mean."""
    kept = before.appearance if before else {}
    if kept and (not like or appearances.comparable(kept, like)):
        return dict(kept)
    return appearances.of_portrait(portrait, like=like)


def _row(photo: Photo, shown: dict[str, Any]) -> dict[str, Any]:
    """One selfie of the baseline: its day, what it shows and how that differs from the portrait."""
    appearance = appearances.of_photo(photo, like=shown)
    return {
        "photo": photo.pk,
        "on": photo.captured_on.isoformat(),
        "appearance": appearance,
        "differences": {change.kind: change.difference for change in appearances.changes(shown, appearance)},
    }


def _differences(baseline: Baseline | None, kind: Kind) -> Sequence[float]:
    if baseline is None:
        return ()
    if kind not in CHANGES:
        return list(baseline.distances)
    seen = (row.get("differences", {}).get(kind.value) for row in baseline.appearances)
    return [difference for difference in seen if difference is not None]


def _distance(own: faces.Template | None, photo: Photo) -> float | None:
    other = templates.recall(photo.person, photo.sha256)
    return faces.distance(own, other) if own and other and faces.comparable(own, other) else None


def _denied_since(baseline: Baseline) -> bool:
    said = Opinion.objects.filter(portrait=baseline.portrait_id, voice=Opinion.Voice.REVIEWER, still_looks_like=True)
    return said.filter(created_at__gt=baseline.taken_at).exists()
