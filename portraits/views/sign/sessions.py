"""Where one is signed in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions
from portraits.views.access import SignedInRequest, known


@require_safe
@known
def list_of(request: SignedInRequest) -> HttpResponse:
    rows = [(row, row.session_key == request.session.session_key) for row in sessions.of(request.user)]
    return render(request, "portraits/sign/sessions.html", {"rows": rows})


@require_POST
@known
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    if not sessions.end(request.user, pk):
        raise Http404
    messages.success(request, "Signed out there.")
    return redirect("sessions")


@require_POST
@known
def end_others(request: SignedInRequest) -> HttpResponse:
    count = sessions.end_others(request.user, request.session.session_key)
    messages.success(request, f"Signed out in {count} other place{'' if count == 1 else 's'}.")
    return redirect("sessions")
