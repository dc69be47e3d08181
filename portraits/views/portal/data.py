"""Your data: what is kept of you and until when, taken away as an archive, or erased."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.models import Person
from generation.jobs import OPEN
from policies.retention import Data
from portraits import erasing, handing_over
from portraits.erasing import holds
from portraits.forms import EraseForm
from portraits.keeping import retaining
from portraits.models import Erasure, Export
from portraits.views.access import SignedInRequest, find, for_person, signed_in


@require_safe
@for_person
def data(request: SignedInRequest, person: Person) -> HttpResponse:
    return _page(request, person, EraseForm(person=person))


@require_POST
@for_person
def ask_archive(request: SignedInRequest, person: Person) -> HttpResponse:
    try:
        handing_over.ask(person, actor=request.user)
    except handing_over.ExportRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:data")


@require_safe
@signed_in
def archive(request: SignedInRequest, pk: int) -> HttpResponse:
    """The archive itself, opened piece by piece while it is sent."""
    row = find(
        Export.objects.select_related("person__organisation"), pk, user=request.user, can=permissions.can_take_out
    )
    try:
        parts = handing_over.fetch(row, actor=request.user)
    except handing_over.ExportRefusedError as refusal:
        raise Http404 from refusal
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="likeness-{timezone.localdate():%Y-%m-%d}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value] # what is streamed is answered like any other


@require_POST
@for_person
def erase(request: SignedInRequest, person: Person) -> HttpResponse:
    """Typed and sent: the erasure is queued, and its page is all that is left to open."""
    form = EraseForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, person, form)
    try:
        erasure = erasing.ask(person, why=Erasure.Why.OWN_WISH, actor=request.user)
    except erasing.ErasureRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:data")
    if erasing.own_user(person) is not None:
        logout(request)
    return redirect("erasure", erasure.token)


@require_safe
def erasure(request: HttpRequest, token: UUID) -> HttpResponse:
    """How far an erasure is, and its certificate; for whoever has the address, because nobody is left to sign in."""
    row = get_object_or_404(Erasure, token=token)
    if request.GET.get("certificate") and row.certificate:
        response: HttpResponse = JsonResponse(row.certificate, json_dumps_params={"indent": 1})
        response["Content-Disposition"] = f'attachment; filename="erasure-{row.pk}.json"'
        return response
    waiting = row.job_state in OPEN
    response = render(request, "portraits/portal/erasure.html", {"erasure": row, "waiting": waiting})
    response["Cache-Control"] = "no-store"
    if waiting:
        response["Refresh"] = "4"
    return response


def _page(request: SignedInRequest, person: Person, form: EraseForm) -> HttpResponse:
    kept = [(eraser, sum(1 for _ in eraser.kept(person))) for eraser in erasing.ERASERS]
    context = {
        "person": person,
        "kept": [{"says": eraser.says, "kind": eraser.kind, "count": count} for eraser, count in kept if count],
        "ends": [due for due in (retaining.due(person, data) for data in Data) if due is not None],
        "rules": retaining.rules(),
        "archive": handing_over.current(person),
        "now": timezone.now(),
        "held": holds.sentence(person),
        "form": form,
    }
    return render(request, "portraits/portal/data.html", context, status=422 if form.errors else 200)
