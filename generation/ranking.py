"""Which candidate comes first: the most recognisable one. Smoothness, or any taste, adds nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final, Literal

Verdict = Literal["pass", "amber", "refuse"]

TIE: Final = 0.01  # distance: the encoder's own noise between shifted chips of one picture is as large
FLOOR: Final = 0.60  # distance: the refusal limit of identity.references_worst in gates/thresholds.yaml


@dataclass(frozen=True, slots=True)
class Entry:
    """One candidate as the gates measured it.

    `key` is its number in the run. `distances` are to every recent real photo, always in the same order and in the
    encoder's space. `detail` is its mid-band skin texture divided by the photo's; `tone` the change of the skin's L*.
    """

    key: int
    verdict: Verdict
    distances: tuple[float, ...]
    detail: float
    tone: float

    @property
    def mean(self) -> float:
        return sum(self.distances) / len(self.distances) if self.distances else 0.0

    @property
    def worst(self) -> float:
        return max(self.distances, default=0.0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands, 1 first; None when it is refused. Reasons are sentences for the person."""

    key: int
    rank: int | None
    reasons: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "rank": self.rank, "reasons": list(self.reasons)}


def rank(entries: Sequence[Entry], *, floor: float = FLOOR) -> tuple[Place, ...]:
    """Places, ranked ones first. Gates first, then the mean distance to all photos; a candidate further than `floor`
    from any one of them is out. Within `TIE` of a group's best: truest skin detail, least change of tone, then number.

    Raises ValueError when the entries were not measured against the same number of photos.
    """
    if len({len(entry.distances) for entry in entries}) > 1:
        raise ValueError("All candidates must be measured against the same photos.")
    standing = [entry for entry in entries if entry.verdict != "refuse" and entry.worst <= floor]
    ordered = [entry for group in _groups(standing) for entry in sorted(group, key=_within_a_tie)]
    places = [Place(entry.key, number, _reasons(entry, ordered)) for number, entry in enumerate(ordered, start=1)]
    out = sorted((entry for entry in entries if entry not in standing), key=lambda entry: entry.key)
    return (*places, *(Place(entry.key, None, _why_out(entry)) for entry in out))


def _groups(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Ties: from the closest on, everybody within TIE of a group's closest belongs to it, so that ties are transitive."""
    rest = sorted(entries, key=lambda entry: (entry.mean, entry.key))
    while rest:
        closest = rest[0].mean
        yield [entry for entry in rest if entry.mean - closest < TIE]
        rest = [entry for entry in rest if entry.mean - closest >= TIE]


def _within_a_tie(entry: Entry) -> tuple[float, float, int]:
    # Differences of one per cent of detail are noise: there the change of tone decides.
    return round(abs(log(max(entry.detail, 1e-6))), 2), abs(entry.tone), entry.key


def _reasons(entry: Entry, ordered: Sequence[Entry]) -> tuple[str, ...]:
    closeness = _closeness(entry, ordered)
    detail = f"Skin detail {round(100 * entry.detail)} % of your photo."
    return (closeness, detail) if closeness else (detail,)


def _won(entry: Entry, ordered: Sequence[Entry]) -> int:
    """To how many of the photos nobody is closer."""
    nearest = [min(of_a_photo) for of_a_photo in zip(*(other.distances for other in ordered), strict=True)]
    return sum(own <= least + 1e-9 for own, least in zip(entry.distances, nearest, strict=True))


def _closeness(entry: Entry, ordered: Sequence[Entry]) -> str:
    """Why it stands there; empty without any photo. A count that would speak for a later one is noise, and not said."""
    photos, first, won = len(entry.distances), ordered[0], _won(entry, ordered)
    if not photos:
        return ""
    tied = [other for other in ordered if other.mean - first.mean < TIE]
    yours = "your photo" if photos == 1 else "your photos"
    if entry == first and any(_won(other, ordered) > won for other in tied):
        return f"As close to {yours} as any, and as true to your skin."
    if won and (entry not in tied or _won(first, ordered) >= won):
        return f"Closest to {yours}." if photos == 1 else f"Closest to {won} of your {photos} photos."
    return f"As close to {yours} as the first." if entry in tied else f"A little further from {yours} than the first."


def _why_out(entry: Entry) -> tuple[str, ...]:
    if entry.verdict == "refuse":
        return ("Set aside because it changed too much; see what was measured.",)
    return ("Set aside because it is too far from one of your photos.",)
