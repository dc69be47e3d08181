"""How long a report may take: decided, taken down everywhere, told, replaced. Pure; each step knows whether it is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Step(StrEnum):
    DECIDE = "decide"
    CLEAN = "clean"
    TELL = "tell"
    REPLACE = "replace"


# Of our own choice: no source names a number. From the report to a decision; from the decision to everything else.
LIMITS = {
    Step.DECIDE: timedelta(hours=24),
    Step.CLEAN: timedelta(hours=1),
    Step.TELL: timedelta(hours=24),
    Step.REPLACE: timedelta(days=14),
}


@dataclass(frozen=True, slots=True)
class Moments:
    """When each thing happened; None while it has not. `upheld` None: nobody decided."""

    reported: datetime
    decided: datetime | None = None
    upheld: bool | None = None
    clean: datetime | None = None
    told: datetime | None = None
    replaced: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """One step: when it is due, when it was done, and whether it is or was late."""

    step: Step
    due: datetime
    done: datetime | None
    late: bool


def timers(moments: Moments, now: datetime) -> tuple[Timer, ...]:
    """The steps of a report: its decision, and where it was upheld everything that follows."""
    decide = _timer(Step.DECIDE, moments.reported, moments.decided, now)
    if moments.decided is None or not moments.upheld:
        return (decide,)
    done = {Step.CLEAN: moments.clean, Step.TELL: moments.told, Step.REPLACE: moments.replaced}
    return (decide, *(_timer(step, moments.decided, at, now) for step, at in done.items()))


def settled(moments: Moments) -> bool:
    """Whether nothing is left to do."""
    if moments.upheld is None:
        return False
    return not moments.upheld or None not in (moments.clean, moments.told, moments.replaced)


def _timer(step: Step, begun: datetime, done: datetime | None, now: datetime) -> Timer:
    due = begun + LIMITS[step]
    return Timer(step, due, done, (done or now) > due)
