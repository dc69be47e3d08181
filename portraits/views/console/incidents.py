"""Reports about pictures: who has to decide, what follows, and which step is late."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.models import Organisation, User
from portraits import incident_clock, incidents
from portraits.forms.incident import IncidentForm
from portraits.models import Incident
from portraits.views.access import SignedInRequest, find, for_console, sent

LATELY = 20


@require_safe
@for_console
def reports(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Open reports, the oldest first, each with its timers; and what was settled lately."""
    incidents.go_on()
    rows = Incident.objects.filter(person__organisation=organisation).select_related("person", "portrait")
    now = timezone.now()
    waiting = [(row, incident_clock.timers(row.moments, now)) for row in rows.filter(closed_at=None).order_by("pk")]
    context = {
        "waiting": waiting,
        "late": sum(any(timer.late and timer.done is None for timer in timers) for _, timers in waiting),
        "settled": rows.exclude(closed_at=None).select_related("decided_by").order_by("-closed_at")[:LATELY],
    }
    return render(request, "portraits/console/incidents/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def incident(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    rows = Incident.objects.select_related("person__organisation", "portrait", "decided_by")
    row = find(rows, pk, user=request.user, can=_may_read)
    if request.method == "POST" and not permissions.can_decide_incident(request.user, row):
        raise PermissionDenied("Your role reads reports and does not decide them, and nobody decides about themselves.")
    form = IncidentForm(sent(request))
    if request.method == "POST" and form.is_valid() and _decided(request, row, form):
        return redirect("console:incidents")
    context = {
        "incident": row,
        "timers": incident_clock.timers(row.moments, timezone.now()),
        "against": incidents.against_deciding(row, request.user),
        "form": form,
    }
    return render(request, "portraits/console/incidents/one.html", context, status=422 if form.errors else 200)


def _may_read(user: User, row: Incident) -> bool:
    return permissions.can_open_console(user, row.person.organisation)


def _decided(request: SignedInRequest, row: Incident, form: IncidentForm) -> bool:
    data = form.cleaned_data
    try:
        incidents.decide(row, upheld=data["upheld"] == "yes", decision=data["decision"], actor=request.user)
    except incidents.IncidentRefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    down = "It is taken down everywhere, and read back until it is gone."
    messages.success(request, down if data["upheld"] == "yes" else "It stays. The answer is kept with the report.")
    return True
