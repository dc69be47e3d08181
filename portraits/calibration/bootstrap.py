"""Intervals by drawing people again, not pairs: two pairs of one person are not two observations."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from portraits.calibration.comparisons import Comparisons
from portraits.calibration.error_rates import Floats, Rates

DRAWS: Final = 400
COVERS: Final = (2.5, 97.5)  # percentiles: 95 %

Interval = tuple[float, float]
Figure = Callable[[Rates], float]


def intervals(
    pairs: Comparisons, figures: Mapping[str, Figure], *, seed: int, draws: int = DRAWS
) -> dict[str, Interval]:
    """95 % intervals of figures that follow from the rates.

    Both identities of a pair are drawn with replacement and a pair counts as often as the product (the pigeonhole
    bootstrap of Owen, 2007); a mated pair counts as often as its one identity.
    """
    rng = np.random.default_rng(seed)
    people = int(pairs.identities.max()) + 1
    seen: dict[str, list[float]] = {name: [] for name in figures}
    whole = pairs.rates()
    orders = [np.argsort(pairs.distance[kind], kind="stable") for kind in (pairs.mated, ~pairs.mated)]
    for _ in range(draws):
        drawn = np.bincount(rng.integers(people, size=people), minlength=people).astype(np.float64)
        weights = _weights(pairs, drawn)
        kinds = (weights[pairs.mated], weights[~pairs.mated])
        if not all(kind.any() for kind in kinds):
            continue  # nobody with such a pair was drawn; only a handful of people can do this
        rates = Rates(
            whole.mated.reweighted(orders[0], kinds[0]),
            whole.non_mated.reweighted(orders[1], kinds[1]),
        )
        for name, figure in figures.items():
            seen[name].append(figure(rates))
    return {name: _interval(values) for name, values in seen.items()}


def _weights(pairs: Comparisons, drawn: Floats) -> Floats:
    left, right = drawn[pairs.identities[:, 0]], drawn[pairs.identities[:, 1]]
    return np.where(pairs.mated, left, left * right)


def _interval(values: list[float]) -> Interval:
    low, high = np.percentile(values, COVERS) if values else (float("nan"), float("nan"))
    return float(low), float(high)
