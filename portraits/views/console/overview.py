"""The overview: how many look like their picture, and who needs somebody today."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from portraits.publishing import signing
from portraits.views.access import SignedInRequest, for_console
from portraits.views.console.roster import roster
from portraits.views.console.rows import Row, row
from portraits.views.console.survey import counts as counts_of
from portraits.views.console.survey import most_urgent, survey

TODAY = 12  # rows: what one person can look at before lunch; the list has the rest


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of one whole as pieces of a bar 100 units wide."""

    current: float
    due: float
    late: float

    @property
    def due_at(self) -> float:
        return self.current

    @property
    def late_at(self) -> float:
        return self.current + self.due


@require_safe
@for_console
def overview(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    today = timezone.localdate()
    people = survey(organisation, today)
    counts = counts_of(people)
    context = {
        "organisation": organisation,
        "signing": signing.warnings(timezone.now()).get(organisation.slug, ""),
        "counts": counts,
        "percent": round(100 * counts["alike"] / counts["people"]) if counts["people"] else 0,
        "bar": _bar(counts),
        "rows": _rows(organisation, today, most_urgent(people, at_most=TODAY)),
    }
    return render(request, "portraits/console/overview.html", context)


def _bar(counts: dict[str, int]) -> Bar | None:
    shown = counts["shown"]
    if not shown:
        return None
    return Bar(*(round(100 * counts[key] / shown, 2) for key in ("current", "due", "overdue")))


def _rows(organisation: Organisation, on: date, ids: list[int]) -> list[Row]:
    people = {person.pk: person for person in roster(organisation, on).filter(pk__in=ids)}
    return [row(people[pk], on) for pk in ids]
