"""Official label icons: which are in use, one more, one put aside. Who changes rules changes them."""

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from PIL import Image

from accounts import permissions
from accounts.models import Organisation
from portraits.forms.label_icon import LabelIconForm
from portraits.models import LabelIcon
from portraits.provenance.label_icon import IconRefusedError
from portraits.publishing import label_icons
from portraits.views.access import SignedInRequest, for_console
from portraits.views.console.rules import allow_changes

PREVIEW = (480, 160)  # twice what the page shows, for fine screens


@require_safe
@for_console
def icons(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    return _page(request, organisation, LabelIconForm())


@require_POST
@for_console
def add_icon(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    allow_changes(request, organisation)
    form = LabelIconForm(request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        try:
            label_icons.add(organisation, said["form"], says=said["says"], data=said["file"], actor=request.user)
        except IconRefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "In use: files made from now on carry it where a label is due.")
            return redirect("console:label_icons")
    return _page(request, organisation, form)


@require_POST
@for_console
def put_aside(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    allow_changes(request, organisation)
    label_icons.put_aside(get_object_or_404(LabelIcon, pk=pk, organisation=organisation), actor=request.user)
    messages.success(request, "Put aside: files made from now on carry our words, or another icon.")
    return redirect("console:label_icons")


@require_safe
@for_console
def icon_file(_request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """A small copy for the page, drawn anew: what was uploaded is never handed out as it came."""
    row = get_object_or_404(LabelIcon, pk=pk, organisation=organisation)
    with Image.open(io.BytesIO(bytes(row.data)), formats=["PNG"]) as file:
        small = file.convert("RGBA")
    small.thumbnail(PREVIEW)
    out = io.BytesIO()
    small.save(out, "PNG")
    return HttpResponse(out.getvalue(), content_type="image/png")


def _page(request: SignedInRequest, organisation: Organisation, form: LabelIconForm) -> HttpResponse:
    context = {
        "icons": LabelIcon.objects.filter(organisation=organisation, ended_at=None).select_related("added_by"),
        "form": form,
        "may_change": permissions.can_change_rules(request.user, organisation),
    }
    status = 422 if form.errors else 200
    return render(request, "portraits/console/rules/label_icons.html", context, status=status)
