"""The overview: how many look like their picture, and who needs somebody today."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from portraits.views.access import SignedInRequest, for_console
from portraits.views.console import roster
from portraits.views.console.rows import Row, row

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
    counts = roster.counts(organisation, timezone.localdate())
    rows, total = _today(organisation)
    context = {
        "organisation": organisation,
        "counts": counts,
        "percent": round(100 * counts["alike"] / counts["people"]) if counts["people"] else 0,
        "bar": _bar(counts),
        "rows": rows,
        "total": total,
    }
    return render(request, "portraits/console/overview.html", context)


def _bar(counts: dict[str, int]) -> Bar | None:
    shown = counts["shown"]
    if not shown:
        return None
    return Bar(*(round(100 * counts[key] / shown, 2) for key in ("current", "due", "overdue")))


def _today(organisation: Organisation) -> tuple[list[Row], int]:
    """The most urgent people, and how many there are in all."""
    on = timezone.localdate()
    pressing = roster.ALERTED | roster.WAITING | Q(decision__in=["drift", "watch"]) | Q(standing__in=["due", "overdue"])
    rows = [row(person, on) for person in roster.roster(organisation, on).filter(pressing)]
    rows.sort(key=lambda each: each.first.urgency if each.first else 9)
    return rows[:TODAY], len(rows)
