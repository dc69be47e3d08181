"""Identity alerts: a picture that looks like somebody else than the person it was added for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.models import Organisation
from portraits.forms import ResolveForm
from portraits.making.requesting import references
from portraits.models import IdentityAlert
from portraits.monitoring.alerts import ResolutionRefusedError, resolve
from portraits.sightings import scores_shown
from portraits.views.access import SignedInRequest, find, for_console, sent
from portraits.views.visibility import open_to


@require_safe
@for_console
def alerts(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    rows = IdentityAlert.objects.filter(person__organisation=organisation).select_related("person", "photo")
    context = {
        "open": rows.filter(resolved_at=None),
        "resolved": rows.exclude(resolved_at=None).select_related("resolved_by").order_by("-resolved_at")[:30],
    }
    return render(request, "portraits/console/alerts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def alert(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Look at both sides; on sending, decide. Reading needs less than deciding."""
    rows = IdentityAlert.objects.select_related("person__organisation", "photo", "resolved_by")
    may = permissions.can_resolve_identity if request.method == "POST" else open_to
    row = find(rows, pk, user=request.user, can=may)
    form = ResolveForm(sent(request))
    if request.method == "POST" and form.is_valid() and _resolve(request, row, form):
        return redirect("console:alerts")
    context = {
        "alert": row,
        "form": form,
        "photos": references(row.person)[:4],
        "may_see_scores": scores_shown(request.user, row, of=row.person),
        "may_resolve": permissions.can_resolve_identity(request.user, row),
    }
    return render(request, "portraits/console/alert.html", context, status=422 if form.errors else 200)


def _resolve(request: SignedInRequest, row: IdentityAlert, form: ResolveForm) -> bool:
    same = form.cleaned_data["who"] == "same"
    try:
        resolve(row, same_person=same, note=form.cleaned_data["note"], actor=request.user)
    except ResolutionRefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, "Decided: the same person." if same else "Decided: somebody else. The photo stays out.")
    return True
