"""False match and false non-match rates over a threshold (ISO/IEC 19795-1), and how sure one may be of them.

A pair matches when its distance is at most the threshold. FMR is the share of non-mated pairs that match, FNMR the share
of mated pairs that do not. Weights count a pair as often as a bootstrap drew it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RULE_OF_THREE: Final = 3  # no error in n trials: the rate is under 3/n with 95 % confidence (ISO/IEC 19795-1)


class Sample:
    """Distances f64[n] of one kind of pair, sorted, each with a weight."""

    def __init__(self, distances: Floats, weights: Floats | None = None) -> None:
        order = np.argsort(distances, kind="stable")
        self.distances = np.asarray(distances, np.float64)[order]
        self._counts = np.concatenate([[0.0], np.cumsum(np.ones(order.size) if weights is None else weights[order])])

    def __len__(self) -> int:
        return self.distances.size

    def share_up_to(self, thresholds: Floats | float) -> Floats:
        """The share of pairs with a distance of at most each threshold."""
        below = self._counts[np.searchsorted(self.distances, thresholds, side="right")]
        return np.asarray(below / max(float(self._counts[-1]), 1e-12), np.float64)

    def reweighted(self, order: NDArray[np.intp], weights: Floats) -> "Sample":
        """The same distances under other weights, given in the order of the pairs; `order` sorts them."""
        other = Sample.__new__(Sample)
        other.distances = self.distances
        other._counts = np.concatenate([[0.0], np.cumsum(weights[order])])
        return other


@dataclass(frozen=True)
class Rates:
    """Mated and non-mated distances of one comparison method; neither may be empty."""

    mated: Sample
    non_mated: Sample

    def fmr(self, threshold: float) -> float:
        return float(self.non_mated.share_up_to(threshold))

    def fnmr(self, threshold: float) -> float:
        return 1.0 - float(self.mated.share_up_to(threshold))

    @cached_property
    def thresholds(self) -> Floats:
        """Every distance at which a rate changes, and one below all of them."""
        seen = np.unique(np.concatenate([self.mated.distances, self.non_mated.distances]))
        return np.concatenate([[seen[0] - 1e-9], seen])

    def curve(self) -> tuple[Floats, Floats, Floats]:
        """Thresholds, FMR and FNMR at each: the ROC and the DET curve."""
        at = self.thresholds
        return at, self.non_mated.share_up_to(at), 1.0 - self.mated.share_up_to(at)

    @property
    def equal_error(self) -> tuple[float, float]:
        """The equal error rate and its threshold: where the curves cross, the mean of both rates there."""
        at, fmr, fnmr = self.curve()
        crossing = int(np.argmin(np.abs(fmr - fnmr)))
        return float((fmr[crossing] + fnmr[crossing]) / 2), float(at[crossing])

    def threshold_at_fmr(self, wanted: float) -> float:
        """The largest threshold whose FMR is still at most `wanted`: just below the first non-mated pair too many."""
        at = self.non_mated.distances
        too_many = np.flatnonzero(self.non_mated.share_up_to(at) > wanted)
        return float(np.nextafter(at[too_many[0]], -np.inf)) if too_many.size else float(at[-1])

    def threshold_at_fnmr(self, wanted: float) -> float:
        """The smallest threshold whose FNMR is at most `wanted`."""
        at = self.mated.distances
        enough = np.flatnonzero(1.0 - self.mated.share_up_to(at) <= wanted + 1e-12)
        return float(at[enough[0]])

    @property
    def auc(self) -> float:
        """The chance that a mated pair is nearer than a non-mated one (unweighted; ties count half)."""
        left = np.searchsorted(self.non_mated.distances, self.mated.distances, side="left")
        right = np.searchsorted(self.non_mated.distances, self.mated.distances, side="right")
        return float(1.0 - np.mean((left + right) / 2) / len(self.non_mated))


def needed(rate: float) -> int:
    """How many independent trials a rate needs before it can be claimed at all (the rule of three)."""
    return int(np.ceil(RULE_OF_THREE / rate - 1e-9))


def claimed(rate: float, trials: int) -> float:
    """A rate as it may be written down: never below what so many trials can show."""
    return max(rate, min(1.0, RULE_OF_THREE / trials))
