"""How far apart pictures of one person move with the years between them: a straight line through the mated pairs."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from portraits.calibration.bootstrap import COVERS, DRAWS
from portraits.calibration.comparisons import Comparisons
from portraits.calibration.error_rates import Floats

FEWEST: Final = 10  # pairs with years: under it a line says nothing


@dataclass(frozen=True, slots=True)
class Ageing:
    """Distance a year (least squares) with its 95 % interval over drawn people, and Pearson's correlation."""

    pairs: int
    slope: float
    low: float
    high: float
    correlation: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def ageing(pairs: Comparisons, *, seed: int) -> Ageing | None:
    """None without at least ten mated pairs whose years differ."""
    kept = pairs.mated & np.isfinite(pairs.years)
    years, distance, people = pairs.years[kept], pairs.distance[kept], pairs.identities[kept, 0]
    if years.size < FEWEST or np.ptp(years) == 0 or np.ptp(distance) == 0:
        return None
    rng, count = np.random.default_rng(seed), int(people.max()) + 1
    drawn = (np.bincount(rng.integers(count, size=count), minlength=count)[people] for _ in range(DRAWS))
    slopes = [_slope(years, distance, weights.astype(np.float64)) for weights in drawn]
    low, high = np.nanpercentile(slopes, COVERS)
    slope = _slope(years, distance, np.ones(years.size))
    return Ageing(years.size, slope, float(low), float(high), float(np.corrcoef(years, distance)[0, 1]))


def _slope(years: Floats, distance: Floats, weights: Floats) -> float:
    if not weights.any():
        return float("nan")
    away = years - np.average(years, weights=weights)
    spread = float(weights @ away**2)
    return float(weights @ (away * distance)) / spread if spread > 0 else float("nan")
