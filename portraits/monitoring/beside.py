"""Older portraits that some places go on showing beside the newest one, and what stands about each."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from portraits import clocks
from portraits.drift import Decision
from portraits.models import DriftCheck, Portrait
from portraits.monitoring import freshness


@dataclass(frozen=True, slots=True)
class Older:
    """One older portrait that is still shown: how old it is, and the newest decision about it."""

    portrait: Portrait
    reading: clocks.Reading
    latest: DriftCheck | None

    @property
    def changed(self) -> bool:
        """A confirmed change: whoever looks at it there sees somebody who looks different by now."""
        return self.latest is not None and self.latest.decision == Decision.DRIFT

    @property
    def doubted(self) -> bool:
        return self.latest is not None and self.latest.decision == Decision.WATCH


def beside(person: Person, on: date) -> dict[int, Older]:
    """By portrait id; empty for most people, who show one portrait everywhere."""
    older = freshness.all_shown(person)[1:]
    return {row.pk: Older(row, freshness.reading(row, on), row.drift_checks.order_by("-pk").first()) for row in older}
