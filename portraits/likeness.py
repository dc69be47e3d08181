"""Is it the same person? Three bands, against all recent real photos, with the thresholds as an argument.

A score says who, not how somebody looks today: drift is portraits.drift's question.
"""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import ceil
from typing import Any, Final


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
    """One probe against all recent real photos of the person. Distances in the encoder's space.

    `robust_worst` is the distance that four in five photos keep.
    """

    band: Band
    nearest: float | None
    median: float | None
    robust_worst: float | None
    worst: float | None
    compared: int
    threshold_set: str
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "band": self.band.value}


BY_EYE: Final = "A colleague compares it with the other photos by eye: no software does."
KEPT: Final = 0.8  # share of the photos within the robust worst: of five, one odd photo is not heard
ODD: Final = 3  # photos from which a fifth is told from one odd one
SENTENCES = {
    Band.SAME: "This is the same person as on the photos we have.",
    Band.ASK: "The comparison is not sure that this is the same person: a colleague has to look.",
    Band.OTHER: "This looks like somebody else than the photos we have: a colleague has to look.",
    Band.UNKNOWN: "There is no other photo to compare with yet.",
}
DIVIDED: Final = "It looks like some of the photos we have and like somebody else on others: a colleague has to look."


def verify(distances: Sequence[float], thresholds: Thresholds) -> Likeness:
    """Judge a probe by the median of its distances to all references, which one odd photo cannot move.

    Where the median is the same person's and the robust worst somebody else's, the photos show two people or the probe
    lies between them: a human is asked.
    """
    if not distances:
        return Likeness(Band.UNKNOWN, None, None, None, None, 0, thresholds.key, SENTENCES[Band.UNKNOWN])
    middle, far = statistics.median(distances), robust_worst(distances)
    band = Band.SAME if middle <= thresholds.same else Band.OTHER if middle > thresholds.other else Band.ASK
    divided = band is Band.SAME and far > thresholds.other
    return Likeness(
        band=Band.ASK if divided else band,
        nearest=min(distances),
        median=middle,
        robust_worst=far,
        worst=max(distances),
        compared=len(distances),
        threshold_set=thresholds.key,
        sentence=DIVIDED if divided else SENTENCES[band],
    )


def unseen() -> Likeness:
    """What stands until a colleague has compared by eye."""
    return Likeness(Band.ASK, None, None, None, None, 0, "", BY_EYE)


def robust_worst(distances: Sequence[float]) -> float:
    """The smallest distance that at least four in five keep, and never the farthest alone of three or more."""
    ordered = sorted(distances)
    if len(ordered) < ODD:
        return ordered[-1]
    return ordered[min(ceil(KEPT * len(ordered)), len(ordered) - 1) - 1]
