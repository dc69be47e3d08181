"""Is it the same person? Three bands, with the thresholds as an argument.

A score says who, not how somebody looks today: drift is portraits.drift's question.
"""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Band(StrEnum):
    SAME = "same"
    ASK = "ask"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Distances up to `same` are the same person, above `other` somebody else; between them a human looks.

    FMR and FNMR are the error rates measured at each limit on the set named in `source`.
    """

    key: str
    encoder: str
    same: float
    other: float
    fmr_at_same: float
    fnmr_at_other: float
    source: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """One probe against all recent real photos of the person. Distances in the encoder's space."""

    band: Band
    nearest: float | None
    median: float | None
    worst: float | None
    compared: int
    threshold_set: str
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "band": self.band.value}


SENTENCES = {
    Band.SAME: "This is the same person as on the photos we have.",
    Band.ASK: "The comparison is not sure that this is the same person: a colleague has to look.",
    Band.OTHER: "This looks like somebody else than the photos we have: a colleague has to look.",
    Band.UNKNOWN: "There is no other photo to compare with yet.",
}


def verify(distances: Sequence[float], thresholds: Thresholds) -> Likeness:
    """Judge a probe by the median of its distances to the person's references, which one odd photo cannot move."""
    if not distances:
        return Likeness(Band.UNKNOWN, None, None, None, 0, thresholds.key, SENTENCES[Band.UNKNOWN])
    middle = statistics.median(distances)
    band = Band.SAME if middle <= thresholds.same else Band.OTHER if middle > thresholds.other else Band.ASK
    return Likeness(band, min(distances), middle, max(distances), len(distances), thresholds.key, SENTENCES[band])
