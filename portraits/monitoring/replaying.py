"""Every decision made again from the rows: the same numbers give the same answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portraits import drift, thresholds
from portraits.drift import Observation, Signal, Trend, Verdict
from portraits.models import DriftCheck, Portrait


@dataclass(frozen=True, slots=True)
class Replayed:
    """One stored check and what follows from the stored numbers today; `verdict` None for limits that are no longer used."""

    check: DriftCheck
    verdict: Verdict | None

    @property
    def same(self) -> bool:
        if self.verdict is None:
            return False
        made = (self.verdict.decision, list(self.verdict.kinds), self.verdict.sentence, statistics_of(self.verdict))
        return made == (self.check.decision, self.check.kinds, self.check.sentence, self.check.statistics)


def replay(portrait: Portrait) -> Iterator[Replayed]:
    """The portrait's checks, in the order in which they were made, each decided from those up to it."""
    limits = thresholds.drift()
    rows = list(portrait.drift_checks.order_by("pk"))
    for number, row in enumerate(rows, 1):
        known = row.limits == limits.key
        yield Replayed(row, drift.decide(observations(rows[:number]), limits) if known else None)


def observations(rows: Iterable[DriftCheck]) -> list[Observation]:
    """Stored checks as what was seen."""
    return [Observation(row.on, tuple(Signal.from_json(each) for each in row.signals)) for row in rows]


def trend_of(checks: Iterable[DriftCheck]) -> Trend | None:
    """How the face moves away from the portrait, by the stored checks in the order of their days."""
    return drift.trend(observations(sorted(checks, key=lambda check: (check.on, check.pk))))


def statistics_of(verdict: Verdict) -> dict[str, dict[str, object]]:
    """The figures of a verdict as a row keeps them."""
    return {each.kind.value: each.as_json() for each in verdict.statistics}
