"""Comparing by eye: for people whose pictures no software compares, a colleague looks at both sides and decides."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.models import Organisation
from portraits.forms import CompareForm
from portraits.making.requesting import references
from portraits.models import Comparison
from portraits.monitoring import by_eye
from portraits.monitoring.by_eye import ComparisonRefusedError, Seen
from portraits.views.access import SignedInRequest, find, for_console, sent
from portraits.views.visibility import open_to

BESIDE = 4


@require_safe
@for_console
def comparisons(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    rows = Comparison.objects.filter(person__organisation=organisation).select_related("person", "photo")
    context = {
        "open": rows.filter(decided_at=None),
        "decided": rows.exclude(decided_at=None).select_related("decided_by").order_by("-decided_at")[:30],
    }
    return render(request, "portraits/console/comparisons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def comparison(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Both sides beside each other; on sending, decide. Reading needs less than deciding."""
    may = permissions.can_compare_by_eye if request.method == "POST" else open_to
    row = find(_rows(), pk, user=request.user, can=may)
    portrait = by_eye.asked_about(row) if row.decided_at is None else None
    form = CompareForm(sent(request), asked=portrait is not None)
    if request.method == "POST" and form.is_valid() and _decide(request, row, form):
        return redirect("console:comparisons")
    known = [photo for photo in references(row.person) if photo.pk != row.photo_id]
    context = {
        "comparison": row,
        "portrait": portrait,
        "form": form,
        "photos": known[:BESIDE],
        "may_decide": permissions.can_compare_by_eye(request.user, row),
    }
    return render(request, "portraits/console/comparison.html", context, status=422 if form.errors else 200)


def _decide(request: SignedInRequest, row: Comparison, form: CompareForm) -> bool:
    said = form.cleaned_data
    seen = Seen(said["who"] == "same", form.still_looks_like, tuple(said.get("reasons", ())), said["note"])
    try:
        by_eye.decide(row, seen, actor=request.user)
    except ComparisonRefusedError as refusal:
        form.add_error(
            "note" if "what you saw" in str(refusal) else "still" if "Say whether" in str(refusal) else None,
            str(refusal),
        )
        return False
    messages.success(request, "Decided. It counts as a comparison by software would.")
    return True


def _rows() -> QuerySet[Comparison]:
    return Comparison.objects.select_related("person__organisation", "photo", "decided_by")
