"""My photos: what each is good for, and using a real one as the portrait."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.models import Person
from generation.jobs import JobState
from portraits.forms import AttestForm
from portraits.lifecycle import MoveRefusedError
from portraits.making import brought
from portraits.making.enrolment import EnrolmentRefusedError, enrol
from portraits.models import Photo
from portraits.monitoring import freshness
from portraits.sightings import scores_shown
from portraits.views.access import SignedInRequest, find, for_person
from portraits.views.portal.good_photos import best, good_enough

CHECK_IN = timedelta(minutes=1)


@require_safe
@for_person
def photos(request: SignedInRequest, person: Person) -> HttpResponse:
    rows = person.photos.prefetch_related("drift_checks", "enrolments").select_related("same_as")
    return render(request, "portraits/portal/photos.html", {"photos": rows, "best": best(person)})


@require_safe
@for_person
def photo(request: SignedInRequest, person: Person, pk: int) -> HttpResponse:
    """One photo: measured while you wait, then what was found. The page asks again by itself until then."""
    return show(request, person, find(_rows(), pk, user=request.user, can=permissions.can_see_drafts))


def show(request: SignedInRequest, person: Person, row: Photo, *, form: AttestForm | None = None) -> HttpResponse:
    """The page of one photo; `form` is the word of the person about a portrait made elsewhere, when it is given."""
    context = {
        "photo": row,
        "waiting": row.job_state in (JobState.WAITING, JobState.RUNNING),
        "good": good_enough(row),
        "check": row.drift_checks.select_related("run").last(),
        "enrolled": row.enrolments.exclude(state__in=["withdrawn", "erased"]).first(),
        "shown": freshness.shown(person),
        "beside": _same_check_in(row),
    }
    if row.made_elsewhere:
        context |= {"form": form or AttestForm(), "refusal": brought.refusal(row), "opinions": _opinions(row)}
        context["held_against"] = brought.held_against(person)
        context["may_see_scores"] = scores_shown(request.user, row, of=person, any_there=bool(row.gates))
    status = 422 if form and form.errors else 200
    return render(request, "portraits/portal/photo.html", context, status=status)


@require_POST
@for_person
def use(request: SignedInRequest, _person: Person, pk: int) -> HttpResponse:
    """Hand a real photo in as the portrait."""
    row = find(_rows(), pk, user=request.user, can=permissions.can_see_drafts)
    try:
        enrol(row, actor=request.user)
    except (EnrolmentRefusedError, MoveRefusedError) as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:photo", row.pk)
    messages.success(request, "Your photo is handed in. A colleague looks at it next.")
    return redirect("portal:portrait")


def _same_check_in(row: Photo) -> list[Photo]:
    """The other pictures that were sent within the same minute."""
    near = (row.created_at - CHECK_IN, row.created_at + CHECK_IN)
    return list(row.person.photos.filter(kind=row.kind, created_at__range=near).exclude(pk=row.pk).order_by("pk"))


def _opinions(row: Photo) -> dict[str, list[str]]:
    """What the gates say that is not praise, each sentence once: what refuses it, and what to look at closely."""
    results = row.gates.get("results", [])
    said = {each: [r["sentence"] for r in results if r["verdict"] == each] for each in ("refuse", "amber")}
    return {each: list(dict.fromkeys(sentences)) for each, sentences in said.items()}


def _rows() -> QuerySet[Photo]:
    return Photo.objects.select_related("person__organisation", "same_as")
