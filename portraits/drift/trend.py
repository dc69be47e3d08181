"""How the face moves away from the portrait from year to year: the slope over the days, and what it may be by chance.

It is shown and decides nothing: a day moves a face further than a year does, and no slope over few days means anything.
The median of all slopes between two days, and the interval of their ranks (Theil 1950; Sen 1968).
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from portraits.drift.history import History
from portraits.drift.statistic import by_day
from portraits.drift.values import Kind, Observation

FEWEST: Final = 5  # days
SHORTEST: Final = 180  # days from the first to the last: half a year's light is not a slope of years
YEAR: Final = 365.25  # days
SURE: Final = 1.96  # standard deviations of Kendall's statistic: an interval of 95 %


@dataclass(frozen=True, slots=True)
class Trend:
    """Spreads of this person a year, with the interval of 95 %, over so many days."""

    per_year: float
    low: float
    high: float
    days: int

    @property
    def moves(self) -> bool:
        """Whether it is more than chance that the face moves away from the portrait, or nearer to it."""
        return self.low > 0 or self.high < 0


def trend(observations: Sequence[Observation]) -> Trend | None:
    """Of the days that could tell, each by its median; None for fewer than FEWEST or less than half a year of them."""
    told = by_day(History.of(observations).told(Kind.IDENTITY)) if observations else {}
    days = sorted((on.toordinal() / YEAR, statistics.median(strengths)) for on, strengths in told.items())
    if len(days) < FEWEST or (days[-1][0] - days[0][0]) * YEAR < SHORTEST:
        return None
    slopes = sorted((last - first) / (then - before) for (before, first), (then, last) in combinations(days, 2))
    beyond = _beyond(len(days), len(slopes))
    return Trend(statistics.median(slopes), slopes[beyond], slopes[-1 - beyond], len(days))


def _beyond(days: int, slopes: int) -> int:
    """How many slopes lie outside the interval on each side."""
    deviation = math.sqrt(days * (days - 1) * (2 * days + 5) / 18)
    return max(0, math.floor((slopes - SURE * deviation) / 2))
