"""What an owner decides for the organisation: whom people write to, and how its staff signs in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import Organisation
from portraits.forms import OrganisationSettingsForm
from portraits.views.access import SignedInRequest, for_console, sent


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def organisation(request: SignedInRequest, row: Organisation) -> HttpResponse:
    owners_only(request, row)
    form = OrganisationSettingsForm(sent(request), organisation=row)
    if request.method == "POST" and form.is_valid():
        _keep(request, row, form.cleaned_data)
        return redirect("console:organisation")
    context = {"form": form, "organisation": row}
    return render(request, "portraits/console/organisation.html", context, status=422 if form.errors else 200)


def owners_only(request: SignedInRequest, row: Organisation) -> None:
    if not permissions.can_change_organisation(request.user, row):
        raise PermissionDenied("Only an owner decides this for the organisation.")


def _keep(request: SignedInRequest, row: Organisation, said: dict[str, Any]) -> None:
    changed = {name: value for name, value in said.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
        record(Verb.ORGANISATION_CHANGED, row, organisation=row, actor=request.user, data=changed)
    messages.success(request, "Kept." if changed else "Nothing changed.")
