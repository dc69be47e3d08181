"""Anybody may say that a picture misleads: two fields, no sign-in, a few an hour."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from portraits import incidents
from portraits.forms.incident import ReportForm
from portraits.views.access import sent
from portraits.views.public.page import shown
from portraits.views.public.patience import HOUR, asked_too_often

AN_HOUR = 5  # reports of one address
TOO_MANY = "That was often for one hour. Please write to the organisation, or come back later."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    publication = shown(public_id)
    form = ReportForm(sent(request))
    context = {"publication": publication, "organisation": publication.person.organisation, "form": form}
    if request.method == "POST" and form.is_valid():
        if asked_too_often(request, what="report", at_most=AN_HOUR, seconds=HOUR):
            form.add_error(None, TOO_MANY)
            return render(request, "portraits/public/report.html", context, status=429)
        reporter = request.user if isinstance(request.user, User) else None
        try:
            incidents.report(publication, form.said(), reporter=reporter)
            return render(request, "portraits/public/reported.html", context)
        except incidents.IncidentRefusedError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "portraits/public/report.html", context, status=422 if form.errors else 200)
