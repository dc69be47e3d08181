"""The record of the organisation: what was done, whether it still holds, and all of it to take away."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import AuditEvent, Organisation
from accounts.verification import verify
from portraits.auditing import pack
from portraits.views.access import SignedInRequest, for_console
from portraits.views.console.record_filter import RecordFilter

A_PAGE = 50
AT_ONCE = 200_000  # events that are walked while somebody waits; beyond, the command does it


@require_safe
@for_console
def events(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    _refuse(request, organisation)
    rows = AuditEvent.objects.filter(organisation=organisation).select_related("actor").order_by("-number")
    found = RecordFilter(request.GET, queryset=rows)
    page = Paginator(found.qs, A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    count = _length(organisation)
    context = {
        "form": found.form,
        "page": page,
        "query": query.urlencode(),
        "anchor": organisation.audit_anchors.order_by("-on").first(),
        "count": count,
        "may_check": count <= AT_ONCE,
    }
    return render(request, "portraits/console/record.html", context)


@require_POST
@for_console
def check(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    _refuse(request, organisation)
    if _length(organisation) > AT_ONCE:
        messages.error(request, "The record is too long to walk while you wait. The operator runs: audit verify.")
        return redirect("console:record")
    broken = verify(organisation)
    if broken:
        messages.error(
            request, f"The record does not hold: {broken.why}. Keep everything as it is and tell the operator."
        )
    else:
        messages.success(request, "The record holds: every event, seal and signed anchor is as it was written.")
    return redirect("console:record")


@require_POST
@for_console
def take_away(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """The auditor's pack as a download; the file is gone once it is sent."""
    _refuse(request, organisation)
    with tempfile.TemporaryDirectory(prefix="likeness-pack-") as folder:
        packed = pack(organisation, Path(folder) / "pack.zip", details="details" in request.POST)
        record(
            Verb.PACK_MADE,
            organisation,
            organisation=organisation,
            actor=request.user,
            data={"manifest": packed.manifest},
        )
        data = packed.path.read_bytes()
    name = f"record-{organisation.slug}-{timezone.localdate():%Y-%m-%d}.zip"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(data, content_type="application/zip", headers={"Content-Disposition": disposition})


def _length(organisation: Organisation) -> int:
    """How long the record is: events are numbered from one without a gap, so that nobody counts a million rows."""
    newest = organisation.audit_events.order_by("-number").first()
    return newest.number if newest else 0


def _refuse(request: SignedInRequest, organisation: Organisation) -> None:
    if not permissions.can_read_audit(request.user, organisation):
        raise PermissionDenied("Auditors and owners read the record.")
