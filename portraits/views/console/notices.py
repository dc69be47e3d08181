"""The words that people are asked with: each version as it is, and the next one written."""

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.models import Organisation
from policies import noticing
from policies.consent import Purpose
from policies.models import Notice
from policies.noticing import NoticeRefusedError
from portraits.forms import NoticeForm
from portraits.views.access import SignedInRequest, for_console, refuse, sent


@require_safe
@for_console
def notices(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Every version, the one that people are asked with first."""
    rows = list(_ours(organisation))
    current = {notice.pk for notice in rows if _current(notice, organisation) == notice}
    context = {
        "current": [notice for notice in rows if notice.pk in current],
        "before": [notice for notice in rows if notice.pk not in current],
    }
    return render(request, "portraits/console/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def notice(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """One version. Writing makes the next one, as the organisation's own; this one stays what it is."""
    row = get_object_or_404(_ours(organisation), pk=pk)
    may = permissions.can_write_notices(request.user, organisation)
    if request.method == "POST" and not may:
        refuse(request.user, organisation)
    words = {"title": row.title, "body": row.body, "without": row.without}
    form = NoticeForm(sent(request), initial=words)
    if request.method == "POST" and form.is_valid() and (written := _write(request, row, organisation, form)):
        return redirect("console:notice", written.pk)
    context = {"notice": row, "form": form, "may_write": may, "is_current": _current(row, organisation) == row}
    return render(request, "portraits/console/notice.html", context, status=422 if form.errors else 200)


def _write(request: SignedInRequest, row: Notice, organisation: Organisation, form: NoticeForm) -> Notice | None:
    try:
        written, new = noticing.write(row, organisation, **form.cleaned_data, actor=request.user)
    except NoticeRefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    if new:
        messages.success(request, f"Version {written.version} is kept. People are asked with it from now on.")
    else:
        messages.info(request, "No word was changed.")
    return written


def _ours(organisation: Organisation) -> QuerySet[Notice]:
    rows = Notice.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    mine = Count("releases", filter=Q(releases__person__organisation=organisation))
    return rows.annotate(agreed=mine)


def _current(row: Notice, organisation: Organisation) -> Notice | None:
    return noticing.current(Purpose(row.purpose), row.language, organisation, placement=row.placement)
