"""The people somebody leads: what is shown of them, and a word when it no longer looks like them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from portraits import monitoring
from portraits.forms import FlagForm
from portraits.models import Opinion, Portrait
from portraits.monitoring import freshness
from portraits.states import State
from portraits.views.access import SignedInRequest, find, sent, signed_in


@require_safe
@signed_in
def team(request: SignedInRequest) -> HttpResponse:
    on = timezone.localdate()
    shown = {row.person_id: row for row in _shown(request).order_by("pk")}
    people = permissions.led_by(request.user)
    said = {word.portrait_id: word for word in _words(request).filter(portrait__in=shown.values()).order_by("pk")}
    rows = [
        (person, row, freshness.reading(row, on) if row else None, said.get(row.pk) if row else None)
        for person in people
        for row in [shown.get(person.pk)]
    ]
    return render(request, "portraits/portal/team.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a portrait no longer looks like the person. It waits for their own word or for a selfie."""
    rows = Portrait.objects.filter(state=State.PUBLISHED).select_related("person__organisation")
    row = find(rows, pk, user=request.user, can=permissions.can_flag)
    form = FlagForm(sent(request))
    if request.method == "POST" and form.is_valid() and _flagged(request, row, form):
        return redirect("portal:team")
    context = {"form": form, "portrait": row, "said": _said(request, row)}
    return render(request, "portraits/portal/flag.html", context, status=422 if form.errors else 200)


def _flagged(request: SignedInRequest, row: Portrait, form: FlagForm) -> bool:
    try:
        monitoring.flag(row, actor=request.user, reasons=form.cleaned_data["reasons"], note=form.cleaned_data["note"])
    except monitoring.OpinionRefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, f"Noted. {row.person.name} is asked for a selfie; nothing changes before that.")
    return True


def _shown(request: SignedInRequest) -> QuerySet[Portrait]:
    return Portrait.objects.filter(person__in=permissions.led_by(request.user), state=State.PUBLISHED)


def _said(request: SignedInRequest, row: Portrait) -> Opinion | None:
    return _words(request).filter(portrait=row).order_by("pk").last()


def _words(request: SignedInRequest) -> QuerySet[Opinion]:
    return Opinion.objects.filter(by=request.user, voice=Opinion.Voice.MANAGER, still_looks_like=False)
