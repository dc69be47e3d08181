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
from portraits import freshness
from portraits.enrolment import EnrolmentRefusedError, enrol
from portraits.lifecycle import MoveRefusedError
from portraits.models import Photo
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
    row = find(_rows(), pk, user=request.user, can=permissions.can_see_drafts)
    context = {
        "photo": row,
        "waiting": row.job_state in (JobState.WAITING, JobState.RUNNING),
        "good": good_enough(row),
        "check": row.drift_checks.select_related("run").last(),
        "enrolled": row.enrolments.exclude(state__in=["withdrawn", "erased"]).first(),
        "shown": freshness.shown(person),
        "beside": _same_check_in(row),
    }
    return render(request, "portraits/portal/photo.html", context)


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


def _rows() -> QuerySet[Photo]:
    return Photo.objects.select_related("person__organisation", "same_as")
