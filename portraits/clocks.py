"""How long a portrait may stand: two clocks, one for real photos and one for what software made.

Ages count from `depicts_as_of`, the day of the newest photo a portrait was made from, never from the day it was
rendered: rendering an old selfie again makes nobody younger (R06).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policies.spans import add_months


class Freshness(StrEnum):
    CURRENT = "current"
    DUE = "due"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Clock:
    """Months after which a portrait is due for a new look, and overdue."""

    key: str
    due_months: int
    overdue_months: int
    source: str


AI_CLOCK = Clock("ai", 12, 24, "Revisit an AI portrait every one to two years (R01).")
REAL_CLOCK = Clock("real", 24, 36, "Update a professional headshot every two to three years (R02).")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says on a day. `spent` runs from 0 on the day depicted to 1 when due, and beyond."""

    freshness: Freshness
    clock: Clock
    due_on: date | None
    overdue_on: date | None
    age_days: int | None
    spent: float


def clock_for(*, software_made: bool) -> Clock:
    return AI_CLOCK if software_made else REAL_CLOCK


def read(clock: Clock, depicts_as_of: date | None, on: date, *, sooner: date | None = None) -> Reading:
    """What the clock says on a day; `sooner` is an earlier due day that an event brought (R03)."""
    if depicts_as_of is None:
        return Reading(Freshness.UNKNOWN, clock, None, None, None, 1.0)
    due, overdue = add_months(depicts_as_of, clock.due_months), add_months(depicts_as_of, clock.overdue_months)
    due = min(due, sooner) if sooner else due
    span = max((due - depicts_as_of).days, 1)
    age = (on - depicts_as_of).days
    return Reading(_freshness(on, due, overdue), clock, due, overdue, age, max(age, 0) / span)


def _freshness(on: date, due: date, overdue: date) -> Freshness:
    if on >= overdue:
        return Freshness.OVERDUE
    return Freshness.DUE if on >= due else Freshness.CURRENT
