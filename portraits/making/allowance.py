"""How many renders may still be asked for, and when it opens again: calendar days and months, counted where people live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Span = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Runs a day and a month; 0 is no limit."""

    day: int
    month: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """The tightest of all limits: `left` of `limit` in this `span`, which opens again on `opens_on`."""

    left: int
    limit: int
    span: Span
    opens_on: date

    @property
    def sentence(self) -> str:
        return f"{self.left} of {self.limit} left {'today' if self.span == 'day' else 'this month'}"


def allowance(asked: Sequence[date], on: date, limits: Limits) -> Allowance | None:
    """What is left on a day, given the days of what was asked for; None when there is no limit.

    Of two limits with the same left the month's is told: it is the one that opens later.
    """
    this_month = [day for day in asked if (day.year, day.month) == (on.year, on.month)]
    next_month = (on.replace(day=28) + timedelta(days=4)).replace(day=1)
    of_month = Allowance(max(0, limits.month - len(this_month)), limits.month, "month", next_month)
    of_day = Allowance(max(0, limits.day - this_month.count(on)), limits.day, "day", on + timedelta(days=1))
    found = [each for each in (of_month, of_day) if each.limit]
    return min(found, key=lambda each: each.left, default=None)
