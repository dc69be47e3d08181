"""How well one number tells changed pairs of one person from unchanged ones: areas, rates and intervals over drawn people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portraits.calibration.bootstrap import COVERS, DRAWS, Interval
from portraits.calibration.error_rates import Floats, Rates, Sample

CATCH: Final = 0.9  # share of the changed pairs, at which false alarms are compared

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Scores:
    """One statistic f64[n] over pairs, NaN where it cannot be told; larger means more change. `people` numbers whose pair it is."""

    values: Floats
    changed: Mask
    people: NDArray[np.intp]

    @property
    def told(self) -> Mask:
        return np.isfinite(self.values)

    def only(self, kept: Mask) -> "Scores":
        return Scores(self.values[kept], self.changed[kept], self.people[kept])

    def counts(self) -> tuple[int, int]:
        """Changed and unchanged pairs that can be told."""
        return int((self.changed & self.told).sum()), int((~self.changed & self.told).sum())

    @property
    def both_kinds(self) -> bool:
        return all(self.counts())

    def rates(self, weights: Floats | None = None) -> Rates:
        """Unchanged pairs stand where a calibration has mated ones: they should lie low. Both kinds must be there."""
        weights = np.ones(self.values.size) if weights is None else weights
        kinds = (~self.changed & self.told, self.changed & self.told)
        return Rates(*(Sample(self.values[kind], weights[kind]) for kind in kinds))

    def above(self, limit: float) -> tuple[int, int]:
        """Changed and unchanged pairs over a limit: caught, and false alarms."""
        over = self.told & (np.nan_to_num(self.values) > limit)
        return int((over & self.changed).sum()), int((over & ~self.changed).sum())


Figure = Callable[[Rates], float]


def area(rates: Rates) -> float:
    """Area under the ROC curve, weighted: the chance that a changed pair lies higher than an unchanged one, ties half."""
    _, missed, alarms = rates.curve()
    steps = alarms[:-1] - alarms[1:]
    caught = 1 - (missed[:-1] + missed[1:]) / 2
    return float(steps @ caught)


def alarms_at(rates: Rates, catch: float = CATCH) -> float:
    """The share of unchanged pairs over the limit that catches such a share of the changed ones."""
    _, missed, alarms = rates.curve()
    return float(alarms[np.flatnonzero(1 - missed >= catch - 1e-12)[-1]])


def interval(scores: Scores, figure: Figure, *, seed: int) -> Interval:
    """95 % over drawn people; NaN when too few people carry both kinds."""
    seen = [figure(scores.rates(weights)) for weights in _draws(scores, seed=seed)]
    low, high = np.percentile(seen, COVERS) if seen else (np.nan, np.nan)
    return float(low), float(high)


def share_better(one: Scores, other: Scores, *, seed: int) -> float:
    """In which share of draws of people the area of `one` is larger, over the pairs that both can tell. NaN without such pairs."""
    both = one.told & other.told
    one, other = one.only(both), other.only(both)
    if not one.both_kinds:
        return float("nan")
    won = [area(one.rates(weights)) > area(other.rates(weights)) for weights in _draws(one, seed=seed)]
    return float(np.mean(won)) if won else float("nan")


def _draws(scores: Scores, *, seed: int) -> Iterator[Floats]:
    """A weight per pair for each draw: how often its person was drawn. Draws that leave a kind out are passed over."""
    rng = np.random.default_rng(seed)
    numbers = np.unique(scores.people, return_inverse=True)[1]
    count = int(numbers.max()) + 1 if numbers.size else 0
    for _ in range(DRAWS if count else 0):
        weights = np.bincount(rng.integers(count, size=count), minlength=count).astype(np.float64)[numbers]
        if all(weights[kind & scores.told].any() for kind in (scores.changed, ~scores.changed)):
            yield weights
