"""Identity over days: a one-sided cumulative sum of how far the face lies outside this person's own band.

Each day adds its median strength, cut off at `winsor`, less the `slack` (k); the sum never falls under nothing nor rises
over the `alarm` (h). Only one side: a face nearer than usual is no change.

Why these figures (portraits/thresholds.yaml): a baseline of three selfies leaves 0.45 spreads of its centre unknown, so a
slack of 1.25 keeps a portrait that happened to lie near those three from adding up; winsor less slack is 1.75 a day, so
that an alarm of 4.5 takes three days far outside the band and no day decides alone; and as the sum stops at the alarm, an
ordinary day takes the alarm back. False alarms: `manage.py simulate_drift`. (Page 1954; winsorised: Lucas and Crosier 1982.)
"""

import statistics
from collections.abc import Sequence

from portraits.drift.history import History
from portraits.drift.limits import Chart, Limits
from portraits.drift.statistic import by_day
from portraits.drift.values import Kind, Statistic


def levels(daily: Sequence[float], chart: Chart) -> list[float]:
    """The sum after each day, in spreads."""
    level, found = 0.0, []
    for strength in daily:
        level = min(chart.alarm, max(0.0, level + min(strength, chart.winsor) - chart.slack))
        found.append(level)
    return found


def of(history: History, limits: Limits) -> Statistic | None:
    """The chart over all days that could tell; None when none could."""
    told = by_day(history.told(Kind.IDENTITY))
    if not told:
        return None
    daily = [statistics.median(told[on]) for on in sorted(told)]
    reached = levels(daily, limits.chart)
    days = _days_up(reached)
    middle = statistics.median(daily)
    return Statistic(
        kind=Kind.IDENTITY,
        value=reached[-1],
        limit=limits.chart.alarm,
        selfies=sum(map(len, told.values())),
        days=days,
        agreement=sum(strength > limits.chart.slack for strength in daily) / len(daily),
        scatter=statistics.median([abs(strength - middle) for strength in daily]),
        enough=len(daily) >= limits.days,
        confirmed=reached[-1] >= limits.chart.alarm and days >= limits.days,
    )


def _days_up(reached: Sequence[float]) -> int:
    """Days since the sum last stood at nothing."""
    return next((n for n, level in enumerate(reversed(reached)) if level == 0), len(reached))
