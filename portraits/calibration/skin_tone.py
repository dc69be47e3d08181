"""Do the quality components treat light and dark skin alike? Counts by band of skin tone, and the gap between bands.

Bands of the individual typology angle after Chardin et al. (1991) and Del Bino & Bernerd (2013, Br. J. Dermatol. 169).
Nothing here knows a person or a picture: an angle is sorted into its band and forgotten.
"""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import NormalDist
from typing import Any, Final, NamedTuple

BANDS: Final = (  # the least angle of each in degrees, lightest first
    ("very light", 55.0),
    ("light", 41.0),
    ("intermediate", 28.0),
    ("tan", 10.0),
    ("brown", -30.0),
    ("dark", -math.inf),
)
CONFIDENCE: Final = 0.95
FEWEST: Final = 5  # pictures: a band with fewer is shown and not compared


class Interval(NamedTuple):
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One component in one band. `median` is None when it could be told on no picture."""

    pictures: int
    median: float | None
    refused: int

    @property
    def share(self) -> float:
        return self.refused / self.pictures

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        return wilson(self.refused, self.pictures, confidence)


@dataclass(frozen=True, slots=True)
class Gap:
    """How much more often the worst band is refused than the best one, with an interval that covers all pairs."""

    worst: str
    best: str
    share: float
    interval: Interval

    @property
    def clear(self) -> bool:
        """The interval excludes zero."""
        return self.interval.low > 0


@dataclass
class Observed:
    """What was measured, by band and component: value and whether it passed."""

    pictures: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    values: dict[tuple[str, str], list[tuple[float | None, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, angle: float, components: Sequence[tuple[str, float | None, bool]]) -> None:
        band = band_of(angle)
        self.pictures[band] += 1
        for name, value, passed in components:
            self.values[band, name].append((value, passed))

    @property
    def bands(self) -> tuple[str, ...]:
        return tuple(name for name, _ in BANDS if self.pictures.get(name))

    @property
    def components(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, name in self.values))

    def cell(self, band: str, component: str) -> Cell:
        seen = self.values[band, component]
        told = [value for value, _ in seen if value is not None]
        return Cell(len(seen), statistics.median(told) if told else None, sum(not passed for _, passed in seen))

    def gap(self, component: str) -> Gap | None:
        """Between the bands with enough pictures; None with fewer than two of them."""
        cells = {band: self.cell(band, component) for band in self.bands if self.pictures[band] >= FEWEST}
        if len(cells) < 2:
            return None
        worst, best = max(cells, key=lambda band: cells[band].share), min(cells, key=lambda band: cells[band].share)
        pairs = len(list(combinations(cells, 2)))
        return gap(worst, cells[worst], best, cells[best], confidence=1 - (1 - CONFIDENCE) / pairs)


def band_of(angle: float) -> str:
    """The band of an individual typology angle in degrees."""
    return next(name for name, least in BANDS if angle > least)


def wilson(count: int, total: int, confidence: float = CONFIDENCE) -> Interval:
    """Score interval of a share (Wilson 1927); `total` is at least 1."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, weight = count / total, z * z / total
    middle, reach = share + weight / 2, z * math.sqrt(share * (1 - share) / total + weight / (4 * total))
    return Interval(max(0.0, (middle - reach) / (1 + weight)), min(1.0, (middle + reach) / (1 + weight)))


def gap(worst: str, more: Cell, best: str, less: Cell, *, confidence: float = CONFIDENCE) -> Gap:
    """The difference of two shares with its hybrid score interval (Newcombe 1998, method 10).

    Whoever picks the worst and the best of several bands gives the confidence that covers all their pairs (Bonferroni).
    """
    (low, high), (floor, ceiling) = more.interval(confidence), less.interval(confidence)
    difference = more.share - less.share
    down = math.hypot(more.share - low, ceiling - less.share)
    up = math.hypot(high - more.share, less.share - floor)
    return Gap(worst, best, difference, Interval(difference - down, difference + up))


def markdown(observed: Observed) -> str:
    """One row a component: each band's median and refused share with its interval, then the gap."""
    bands = observed.bands
    head = " | ".join(f"{band} ({observed.pictures[band]})" for band in bands)
    rows = [f"| component | {head} | gap |", "|---|" + "---|" * (len(bands) + 1)]
    return "\n".join([*rows, *_rows(observed), ""])


def as_json(observed: Observed) -> dict[str, Any]:
    return {
        "pictures": {band: observed.pictures[band] for band in observed.bands},
        "components": {name: _component_json(observed, name) for name in observed.components},
    }


def _component_json(observed: Observed, name: str) -> dict[str, Any]:
    cells = {band: observed.cell(band, name) for band in observed.bands}
    found = observed.gap(name)
    return {
        "bands": {
            band: {"median": cell.median, "refused": cell.refused, "share": cell.share, "interval": cell.interval()}
            for band, cell in cells.items()
        },
        "gap": found
        and {
            "worst": found.worst,
            "best": found.best,
            "share": found.share,
            "interval": found.interval,
            "clear": found.clear,
        },
    }


def _rows(observed: Observed) -> Iterator[str]:
    for name in observed.components:
        cells = " | ".join(_cell(observed.cell(band, name)) for band in observed.bands)
        yield f"| {name.replace('_', ' ')} | {cells} | {_gap(observed.gap(name))} |"


def _cell(cell: Cell) -> str:
    median = "-" if cell.median is None else f"{cell.median:.3g}"
    low, high = cell.interval()
    return f"{median}; {cell.share:.0%} ({low:.0%} to {high:.0%})"


def _gap(found: Gap | None) -> str:
    if found is None:
        return "-"
    if found.share == 0:
        return "none"
    low, high = found.interval
    told = f"{found.share:+.0%} ({low:+.0%} to {high:+.0%}), {found.worst} over {found.best}"
    return f"**{told}**" if found.clear else told
