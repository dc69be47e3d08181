"""What rendering took this month, recipe by recipe. No page says what a person took."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, F, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from generation.models import Attempt, Run
from portraits.making.turnaround import p95
from portraits.views.access import SignedInRequest, for_console

FEWEST_PEOPLE: Final = 3  # a unit of fewer is not told for itself


@dataclass(frozen=True, slots=True)
class Line:
    """All attempts of one recipe; seconds are medians and 95th percentiles, but for their sum."""

    recipe: str
    made: int
    ended_otherwise: int
    waited: float
    waited_p95: float
    took: float
    took_p95: float
    seconds: float
    cost: Decimal


@require_safe
@for_console
def costs(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    first = timezone.localdate().replace(day=1)
    ended = Attempt.objects.filter(organisation=organisation, began_at__date__gte=first)
    ended = ended.exclude(outcome=Attempt.Outcome.OPEN).order_by("recipe_key")
    lines = [line(key, list(rows)) for key, rows in groupby(ended, key=lambda row: row.recipe_key)]
    cost = sum((each.cost for each in lines), Decimal(0))
    made = Run.objects.filter(ledger__in=ended, candidates__rank__isnull=False).values("person").distinct().count()
    context = {
        "month": first,
        "lines": lines,
        "seconds": sum(each.seconds for each in lines),
        "cost": cost,
        "currency": settings.CURRENCY if settings.SECOND_PRICES else "",
        "sitting": settings.PHOTOGRAPHER_PRICE,
        "portraits": made,
        "each": cost / made if made else None,
        "units": _units(ended),
    }
    return render(request, "portraits/console/costs.html", context)


def _units(ended: QuerySet[Attempt]) -> list[dict[str, Any]]:
    """Attempts, seconds and cost by department; the few of a small one are told together, so that nobody is told alone."""
    rows = ended.exclude(run=None).order_by().values(unit=F("run__person__department"))
    found = list(
        rows.annotate(
            people=Count("run__person", distinct=True), attempts=Count("pk"), took=Sum("seconds"), cost=Sum("cost")
        ).order_by("unit")
    )
    return [{**each, "unit": each["unit"] or "No unit"} for each in found if each["people"] >= FEWEST_PEOPLE]


def line(recipe: str, attempts: Sequence[Attempt]) -> Line:
    """The row of a recipe that has been tried at least once."""
    done = [each for each in attempts if each.outcome == Attempt.Outcome.DONE]
    waited, took = [each.waited_seconds for each in attempts], [each.seconds for each in done or attempts]
    return Line(
        recipe=recipe,
        made=len(done),
        ended_otherwise=len(attempts) - len(done),
        waited=statistics.median(waited),
        waited_p95=p95(waited),
        took=statistics.median(took),
        took_p95=p95(took),
        seconds=sum(each.seconds for each in attempts),
        cost=sum((each.cost for each in attempts), Decimal(0)),
    )
