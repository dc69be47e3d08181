"""What the person shown says of their portrait without taking a selfie."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from portraits import monitoring
from portraits.forms import StillForm
from portraits.models import Portrait
from portraits.monitoring import freshness
from portraits.views.access import SignedInRequest, for_person, sent


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def still(request: SignedInRequest, person: Person) -> HttpResponse:
    """Does it still look like you? The answer counts like a selfie's: twice on different days, or with one that agrees."""
    shown = freshness.shown(person)
    if shown is None:
        return redirect("portal:portrait")
    form = StillForm(sent(request))
    if request.method == "POST" and form.is_valid() and _said(request, shown, form):
        return redirect("portal:portrait")
    context = {"form": form, "shown": shown}
    return render(request, "portraits/portal/still.html", context, status=422 if form.errors else 200)


def _said(request: SignedInRequest, shown: Portrait, form: StillForm) -> bool:
    fits = form.cleaned_data["still"] == "yes"
    try:
        monitoring.say(shown, still_looks_like=fits, actor=request.user, reasons=form.cleaned_data["reasons"])
    except monitoring.OpinionRefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(
        request, "Noted: it still looks like you." if fits else "Noted. A selfie on another day settles it."
    )
    return True
