"""Asking for new pictures, watching them being made, and seeing them side by side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.models import Person
from generation.jobs import JobState
from generation.models import Run
from portraits.forms import AskForm
from portraits.models import Photo, Portrait
from portraits.requesting import RequestRefusedError, references
from portraits.requesting import ask as ask_for
from portraits.states import OPEN
from portraits.views.access import SignedInRequest, find, for_person, sent
from portraits.views.portal.good_photos import best


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def ask(request: SignedInRequest, person: Person) -> HttpResponse:
    form = AskForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("portal:run", ask_for(person, actor=request.user, reason=form.cleaned_data["reason"]).pk)
        except RequestRefusedError as refusal:
            messages.error(request, str(refusal))
    recent = references(person)
    context = {"form": form, "good_photo": best(person), "source": next(iter(recent), None), "held_against": recent}
    return render(request, "portraits/portal/ask.html", context)


@require_safe
@for_person
def run(request: SignedInRequest, person: Person, pk: int) -> HttpResponse:
    """One run: how far it is, then its pictures, best first. Only the person sees them."""
    row = find(Run.objects.select_related("person__organisation"), pk, user=request.user, can=permissions.can_choose)
    candidates = list(row.candidates.all())
    became = Portrait.objects.filter(candidate__in=candidates, state__in=OPEN)
    context = {
        "run": row,
        "waiting": row.job_state in (JobState.WAITING, JobState.RUNNING),
        "became": {portrait.candidate_id: portrait for portrait in became},
        "offered": [each for each in candidates if each.rank],
        "refused": [each for each in candidates if not each.rank],
        "source": Photo.objects.filter(person=person, sha256=row.source_sha256).first(),
        "good_photo": best(person),
    }
    return render(request, "portraits/portal/run.html", context)
