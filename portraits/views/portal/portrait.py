"""My portrait: does it still look like me, where is it shown, what now."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from portraits import drift, showing, thresholds
from portraits.models import Baseline, Portrait
from portraits.views.access import SignedInRequest, for_person
from portraits.views.portal.answer import action, answer
from portraits.views.portal.chart import Chart, chart
from portraits.views.portal.journey import journey
from portraits.views.portal.standing import Standing, stand


@require_safe
@for_person
def portrait(request: SignedInRequest, person: Person) -> HttpResponse:
    now = stand(person, timezone.localdate())
    context = {
        "person": person,
        "now": now,
        "answer": answer(now),
        "action": action(now),
        "steps": journey(now),
        "chart": _chart(now),
        "live": showing.live(person),
        "refusal": now.sent_back.reviews.last() if now.sent_back else None,
    }
    return render(request, "portraits/portal/portrait.html", context)


def _chart(now: Standing) -> Chart | None:
    if now.shown is None:
        return None
    limits = thresholds.drift()
    centre, spread = _band(now.shown, limits)
    return chart(_measured(now), centre=centre, spread=spread, limit=limits.identity)


def _measured(now: Standing) -> list[tuple[date, float]]:
    return [(check.on, check.distance) for check in now.checks if check.distance is not None]


def _band(shown: Portrait, limits: drift.Limits) -> tuple[float, float]:
    """What is usual for this person, or for anybody while their own baseline has not been taken."""
    baseline = Baseline.objects.filter(portrait=shown).first()
    if baseline is None:
        return limits.prior_centre, limits.prior_spread
    return baseline.centre, baseline.spread
