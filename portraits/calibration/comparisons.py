"""The compared pairs as columns: a few bytes a pair, so that a million of them fit."""

from array import array
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portraits.calibration.error_rates import Floats, Rates, Sample
from portraits.calibration.pairs import Pair

Mask = NDArray[np.bool_]


COLUMNS: Final = ("line", "distance", "mated", "left", "right", "years", "group")


class Comparisons:
    """Distances with what was known of each pair, in the order of the file; all are added before any is asked for."""

    def __init__(self) -> None:
        self._columns: dict[str, array[float]] = {name: array("d") for name in COLUMNS}
        self._groups: dict[str, int] = {}

    def add(self, pair: Pair, distance: float, identities: tuple[int, int]) -> None:
        years = float("nan") if pair.years is None else pair.years
        group = self._groups.setdefault(pair.group, len(self._groups))
        values = (pair.line, distance, pair.mated, *identities, years, group)
        for column, value in zip(self._columns.values(), values, strict=True):
            column.append(value)

    def __len__(self) -> int:
        return len(self._columns["line"])

    @cached_property
    def distance(self) -> Floats:
        return self._column("distance")

    @cached_property
    def mated(self) -> Mask:
        return self._column("mated") > 0

    @cached_property
    def years(self) -> Floats:
        """Years between the pictures, NaN where the file does not say."""
        return self._column("years")

    @cached_property
    def lines(self) -> NDArray[np.intp]:
        return self._column("line").astype(np.intp)

    @cached_property
    def identities(self) -> NDArray[np.intp]:
        """Numbers of the two identities of each pair, [n, 2]."""
        return np.stack([self._column("left"), self._column("right")], axis=1).astype(np.intp)

    @property
    def groups(self) -> dict[str, Mask]:
        """The pairs of each group that the file names."""
        of = self._column("group")
        return {name: of == number for name, number in sorted(self._groups.items()) if name}

    def rates(self, only: Mask | None = None) -> Rates:
        kept = np.ones(len(self), bool) if only is None else only
        return Rates(Sample(self.distance[kept & self.mated]), Sample(self.distance[kept & ~self.mated]))

    def trials(self, *, mated: bool, only: Mask | None = None) -> int:
        """Independent comparisons: people with a mated pair, or pairs of people with a non-mated one."""
        kept = (self.mated == mated) & (np.ones(len(self), bool) if only is None else only)
        return len(np.unique(np.sort(self.identities[kept], axis=1), axis=0))

    def _column(self, name: str) -> Floats:
        return np.array(self._columns[name], np.float64)
