"""The organisation wants a second step of this person: nothing else opens before one is set up."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import acting
from accounts import second_step as steps
from portraits.views.access import SignedInRequest, known


@never_cache
@require_safe
@known
def second_step(request: SignedInRequest) -> HttpResponse:
    if not steps.missing(request, request.user):
        return redirect("home")
    context = {"organisation": acting.place(request), "several": acting.has_several(request)}
    return render(request, "portraits/sign/second_step.html", context)
