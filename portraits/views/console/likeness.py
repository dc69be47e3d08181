"""One portrait's question: does it still look like the person? Everything that speaks to it, and a reviewer's decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.models import Organisation
from portraits import monitoring
from portraits.drift import MEASURED
from portraits.forms import SettleForm
from portraits.models import DriftCheck, Portrait
from portraits.monitoring import freshness
from portraits.sightings import scores_shown
from portraits.views.access import SignedInRequest, find, for_console, sent
from portraits.views.differences import drawn
from portraits.views.visibility import portrait_open_to


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of evidence in the newest check, with what all selfies together say of it."""

    kind: str
    signal: dict[str, Any]
    statistic: dict[str, Any] | None

    @property
    def carries(self) -> bool:
        return bool(self.signal.get("found"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def likeness(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Look at both sides; on sending, decide. Reading needs less than deciding."""
    rows = Portrait.objects.select_related("person__organisation", "photo")
    may = permissions.can_decide_drift if request.method == "POST" else portrait_open_to
    row = find(rows, pk, user=request.user, can=may)
    form = SettleForm(sent(request))
    if request.method == "POST" and form.is_valid() and _settled(request, row, form):
        return redirect("console:person", row.person_id)
    checks = list(row.drift_checks.select_related("photo", "opinion", "opinion__by"))
    measured = _pictured(checks) is not None
    scores = scores_shown(request.user, row, of=row.person, any_there=measured)
    context = {
        "portrait": row,
        "person": row.person,
        "form": form,
        "latest": max(checks, key=attrgetter("pk"), default=None),
        "pictured": _pictured(checks),
        "kinds": _kinds(checks) if scores else [],
        "checks": checks,
        "chart": drawn(row, checks, whose="their") if scores else None,
        "trend": monitoring.trend_of(checks) if scores else None,
        "age": freshness.age(row, timezone.localdate()),
        "may_see_scores": scores,
        "opinions": row.opinions.select_related("by").order_by("-created_at"),
        "is_shown": freshness.shown(row.person) == row,
        "may_decide": permissions.can_decide_drift(request.user, row),
    }
    return render(request, "portraits/console/likeness.html", context, status=422 if form.errors else 200)


def _kinds(checks: Sequence[DriftCheck]) -> list[Row]:
    """Of the newest selfie; measured kinds with their statistic of the newest decision."""
    latest = _pictured(checks)
    if latest is None:
        return []
    statistics = max(checks, key=attrgetter("pk")).statistics or latest.statistics
    measured = {kind.value for kind in MEASURED}
    return [
        Row(signal["kind"], signal, statistics.get(signal["kind"]))
        for signal in latest.signals
        if signal["kind"] in measured
    ]


def _pictured(checks: Sequence[DriftCheck]) -> DriftCheck | None:
    """The newest check of a selfie, in the order in which they were decided."""
    return max((check for check in checks if check.photo_id), key=attrgetter("pk"), default=None)


def _settled(request: SignedInRequest, row: Portrait, form: SettleForm) -> bool:
    said = form.cleaned_data
    try:
        monitoring.settle(row, drifted=form.drifted, actor=request.user, note=said["note"], reasons=said["reasons"])
    except monitoring.OpinionRefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, "Decided: a new one is needed." if form.drifted else "Decided: it can stay.")
    return True
