"""What several selfies of several days say together of one change: the median, and whether they agree.

The recommended statistic of the study behind docs/drift.md: a median over at least three selfies of at least two days, two
thirds of one sign, a median absolute deviation under one spread. One day's light must not outvote another day's.
"""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from math import copysign

from portraits.drift.history import Dated, History
from portraits.drift.limits import Limits
from portraits.drift.values import Kind, Statistic

Days = Mapping[date, Sequence[float]]


def of(kind: Kind, history: History, limits: Limits) -> Statistic | None:
    """The newest selfies that could tell; None when none could.

    As the newest measurement has it: a measure that earned its place later does not count backwards.
    """
    told = history.told(kind)
    if not told:
        return None
    counts = told[-1][1].counts
    days = newest(by_day([(on, signal) for on, signal in told if signal.counts == counts]), limits)
    strengths = [strength for day in days.values() for strength in day]
    middle = statistics.median(strengths)
    limit = limits.kinds[kind].limit
    showing = [on for on, day in days.items() if _shows(day, middle, limit * limits.day_share)]
    agreement = sum(strength * middle > 0 for strength in strengths) / len(strengths)
    scatter = statistics.median([abs(strength - middle) for strength in strengths])
    enough = len(strengths) >= limits.selfies and len(days) >= limits.days
    agreed = agreement >= limits.agreement and scatter <= limits.scatter
    lasting = len(showing) >= limits.days and max(days) in showing
    confirmed = counts and enough and agreed and lasting and abs(middle) >= limit
    return Statistic(kind, middle, limit, len(strengths), len(showing), agreement, scatter, enough, confirmed)


def by_day(told: Sequence[Dated]) -> dict[date, list[float]]:
    """The strengths by day, oldest day first."""
    days: dict[date, list[float]] = defaultdict(list)
    for on, signal in told:
        days[on].append(signal.strength or 0.0)
    return dict(days)


def newest(told: Days, limits: Limits) -> Days:
    """The fewest newest days that hold enough selfies; all of them when there are not enough."""
    chosen: dict[date, Sequence[float]] = {}
    for on in sorted(told, reverse=True):
        chosen[on] = told[on]
        if len(chosen) >= limits.days and sum(map(len, chosen.values())) >= limits.selfies:
            break
    return chosen


def _shows(day: Sequence[float], middle: float, least: float) -> bool:
    return statistics.median(day) * copysign(1, middle) >= least
