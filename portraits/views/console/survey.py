"""The figures of the overview and who is most urgent: every person read once, counted in memory.

The same counts as database aggregates took more than twice as long for 1,000 people: SQL asks each subquery again for every
figure it appears in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Organisation
from portraits.drift import Decision
from portraits.views.console.roster import roster

FIELDS = ("pk", "standing", "decision", "changed_beside", "waiting_id", "alert_id", "shown_depicts", "name")


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the figures need of one person."""

    pk: int
    standing: str
    decision: str
    changed_beside: bool
    waiting_id: int | None
    alert_id: int | None
    shown_depicts: date | None
    name: str

    @property
    def drifted(self) -> bool:
        return self.decision == Decision.DRIFT or self.changed_beside

    @property
    def alike(self) -> bool:
        """Shown somewhere, not overdue, and neither a selfie nor an alert says otherwise."""
        return self.standing in ("current", "due") and not self.drifted and not self.alert_id

    @property
    def urgency(self) -> int | None:
        """How soon somebody should look, 0 first, in the order of the reasons of a row; None when nobody needs to."""
        calls = (
            self.alert_id, self.waiting_id, self.drifted, self.standing == "overdue", self.standing == "due",
            self.decision == Decision.WATCH,
        )  # fmt: skip
        return next((place for place, call in enumerate(calls) if call), None)


def survey(organisation: Organisation, on: date) -> list[Glimpse]:
    return [Glimpse(*values) for values in roster(organisation, on).values_list(*FIELDS)]


def counts(people: Iterable[Glimpse]) -> dict[str, int]:
    found = list(people)
    standings = [each.standing for each in found]
    return {
        "people": len(found),
        "shown": len(found) - standings.count("none"),
        "alike": sum(each.alike for each in found),
        **{name: standings.count(name) for name in ("current", "due", "overdue")},
        "drifted": sum(each.drifted for each in found),
        "waiting": sum(each.waiting_id is not None for each in found),
        "alerts": sum(each.alert_id is not None for each in found),
        "pressing": sum(each.urgency is not None for each in found),
    }


def most_urgent(people: Iterable[Glimpse], *, at_most: int) -> list[int]:
    """Ids of those somebody should look at first; among equals the oldest picture."""
    pressing = [each for each in people if each.urgency is not None]
    pressing.sort(key=lambda each: (each.urgency, each.shown_depicts or date.max, each.name, each.pk))
    return [each.pk for each in pressing[:at_most]]
