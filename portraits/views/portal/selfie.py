"""A new selfie, from the camera or from a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from portraits.forms import SelfieForm
from portraits.models import Photo
from portraits.monitoring import freshness
from portraits.rulings import assessing
from portraits.views.access import SignedInRequest, for_person, sent
from portraits.views.uploads import take_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def selfie(request: SignedInRequest, person: Person) -> HttpResponse:
    shown = freshness.shown(person)
    form = SelfieForm(sent(request), request.FILES or None, asked=shown is not None)
    if request.method == "POST" and form.is_valid():
        kept = _take_in(form, person, request)
        if kept:
            return redirect("portal:photo", kept[-1].pk)
    status = 422 if form.errors else 200
    styling = assessing.limits(person, timezone.localdate()).styling
    context = {"form": form, "shown": shown, "styling": styling}
    return render(request, "portraits/portal/selfie.html", context, status=status)


def _take_in(form: SelfieForm, person: Person, request: SignedInRequest) -> list[Photo]:
    kept = take_in(
        form,
        person,
        kind=Photo.Kind.SELFIE,
        actor=request.user,
        still_looks_like_me=form.still_looks_like_me,
        reasons=tuple(form.what_changed),
    )
    if any(not new for _, new in kept):
        messages.info(request, "This picture was here already; nothing was added twice.")
    return [photo for photo, _ in kept]
