"""What several selfies of several days say together of one change: the median, and whether they agree.

The recommended statistic of the study behind docs/drift.md: a median over at least three selfies of at least two days, two
thirds of one sign, a median absolute deviation under one spread. One day's light must not outvote another day's.
"""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from math import copysign

from portraits.drift.limits import Limits
from portraits.drift.values import Kind, Observation, Statistic

Days = Mapping[date, Sequence[float]]


def of(kind: Kind, observations: Sequence[Observation], limits: Limits) -> Statistic | None:
    """The newest selfies that could tell (observations oldest first); None when none could."""
    told = told_by_day(kind, observations)
    if not told:
        return None
    days = newest(told, limits)
    strengths = [strength for day in days.values() for strength in day]
    middle = statistics.median(strengths)
    limit = limits.kinds[kind].limit
    showing = [on for on, day in days.items() if _shows(day, middle, limit * limits.day_share)]
    agreement = sum(strength * middle > 0 for strength in strengths) / len(strengths)
    scatter = statistics.median(abs(strength - middle) for strength in strengths)
    enough = len(strengths) >= limits.selfies and len(days) >= limits.days
    agreed = agreement >= limits.agreement and scatter <= limits.scatter
    lasting = len(showing) >= limits.days and max(days) in showing
    confirmed = enough and agreed and lasting and abs(middle) >= limit and _counts(kind, observations)
    return Statistic(kind, middle, limit, len(strengths), len(showing), agreement, scatter, enough, confirmed)


def told_by_day(kind: Kind, observations: Sequence[Observation]) -> dict[date, list[float]]:
    """The strengths by day, oldest day first."""
    told: dict[date, list[float]] = defaultdict(list)
    counts = _counts(kind, observations)
    for seen in observations:
        signal = seen.of(kind)
        if signal and signal.strength is not None and signal.counts == counts:
            told[seen.on].append(signal.strength)
    return dict(told)


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


def _counts(kind: Kind, observations: Sequence[Observation]) -> bool:
    """As the newest measurement has it: a measure that earned its place later does not count backwards."""
    return next((signal.counts for seen in reversed(observations) if (signal := seen.of(kind))), False)
