"""Asking for new pictures, watching them being made, and seeing them side by side."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import permissions
from accounts.models import Person
from generation import jobs
from generation import recipe as recipes
from generation.adjusting import lights
from generation.models import Run
from portraits.forms import AdjustForm, AskForm
from portraits.making import offering, turnaround
from portraits.making.requesting import RequestRefusedError, again, left, references
from portraits.making.requesting import ask as ask_for
from portraits.making.requesting import stop as stop_run
from portraits.models import Photo, Portrait
from portraits.rulings import assessing
from portraits.sightings import scores_shown
from portraits.states import OPEN
from portraits.views.access import SignedInRequest, find, for_person, sent
from portraits.views.portal.good_photos import best


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def ask(request: SignedInRequest, person: Person) -> HttpResponse:
    limits = assessing.limits(person, timezone.localdate())
    offers = offering.offers(person, limits.styling.backdrops)
    recent = references(person)
    photos = [photo for photo in recent if photo.image]
    form = AskForm(sent(request), offers=offers, photos=photos)
    if request.method == "POST" and form.is_valid():
        given = {"reason": form.cleaned_data["reason"], "rush": form.cleaned_data["rush"], "source": form.source}
        try:
            return redirect("portal:run", ask_for(person, actor=request.user, recipe_key=form.recipe_key, **given).pk)
        except RequestRefusedError as refusal:
            messages.error(request, str(refusal))
    source = {"good_photo": best(person), "photos": photos, "held_against": recent}
    usual = next((each for each in offers if not each.first), offers[0] if offers else None)
    context = {"form": form, "offers": offers, "usual": usual, "left": left(person), "limits": limits, **source}
    return render(request, "portraits/portal/ask.html", context, status=422 if form.errors else 200)


@require_safe
@for_person
def run(request: SignedInRequest, person: Person, pk: int) -> HttpResponse:
    """One run: how far it is, then its pictures, best first. Only the person sees them."""
    row = find(Run.objects.select_related("person__organisation"), pk, user=request.user, can=permissions.can_choose)
    candidates = list(row.candidates.select_related("vote"))
    in_lights = list(dict.fromkeys(each.preset for each in candidates))
    light = request.GET.get("light", "")
    if light in in_lights:
        candidates = [each for each in candidates if each.preset == light]
    became = Portrait.objects.filter(candidate__in=candidates, state__in=OPEN)
    context = {
        "run": row,
        "waiting": row.job_state in jobs.OPEN,
        "became": {portrait.candidate_id: portrait for portrait in became},
        "offered": [each for each in candidates if each.rank],
        "refused": [each for each in candidates if not each.rank],
        "source": Photo.objects.filter(person=person, sha256=row.source_sha256).first(),
        "good_photo": best(person),
        "may_see_scores": scores_shown(request.user, row, of=person, any_there=bool(candidates)),
        "usual": turnaround.usual(row),
        "took": turnaround.took(row),
        "lights": in_lights,
        "light": light,
        "adjust": None if row.job_state in jobs.OPEN else _adjust_form(row, person),
    }
    return render(request, "portraits/portal/run.html", context)


@require_POST
@for_person
def adjust(request: SignedInRequest, person: Person, pk: int) -> HttpResponse:
    """Ask for the same photo in another light, before another background, more or less strongly: within the rules."""
    row = find(Run.objects.select_related("person__organisation"), pk, user=request.user, can=permissions.can_choose)
    form = _adjust_form(row, person, sent(request))
    source = Photo.objects.filter(person=person, sha256=row.source_sha256).first()
    if form is None or not form.is_valid():
        messages.error(request, "Choose one of the lights, backgrounds and strengths that are offered.")
        return redirect("portal:run", row.pk)
    try:
        made = ask_for(person, actor=request.user, reason="Adjusted", source=source, adjustment=form.adjustment)
    except RequestRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:run", row.pk)
    return redirect("portal:run", made.pk)


def _adjust_form(run: Run, person: Person, data: QueryDict | None = None) -> AdjustForm | None:
    """What can be adjusted of a run, before backdrops that the rules list; nothing of a model's pictures can."""
    if run.model:
        return None
    listed = assessing.limits(person, timezone.localdate()).styling.backdrops
    return AdjustForm(data, lights=lights(recipes.load("refine")), backdrops=listed)


@require_POST
@for_person
def stop(request: SignedInRequest, _person: Person, pk: int) -> HttpResponse:
    """Stop a run; what was made so far is not kept."""
    row = find(Run.objects.select_related("person__organisation"), pk, user=request.user, can=permissions.can_choose)
    if not stop_run(row, actor=request.user):
        messages.info(request, "It had ended already.")
    return redirect("portal:run", row.pk)


@require_POST
@for_person
def try_again(request: SignedInRequest, _person: Person, pk: int) -> HttpResponse:
    """Put a run that failed or was stopped back to where it waits."""
    row = find(Run.objects.select_related("person__organisation"), pk, user=request.user, can=permissions.can_choose)
    try:
        again(row, actor=request.user)
    except RequestRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:run", row.pk)
