"""One person: both kinds of portraits, where they are shown, and everything that happened."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import permissions
from accounts.models import Organisation, Person
from policies.models import BiometricFree
from portraits.forms import AddedPhotoForm, ReasonForm
from portraits.monitoring import freshness
from portraits.sightings import scores_shown
from portraits.views.access import SignedInRequest, find, for_console
from portraits.views.console.timeline import timeline
from portraits.views.lineage import lineage
from portraits.views.places import places
from portraits.views.portal.good_photos import best
from portraits.views.visibility import portraits_of


@require_safe
@for_console
def person(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    row = find(Person.objects.select_related("organisation"), pk, user=request.user, can=permissions.can_see_person)
    return page(request, row)


def _sites(organisation: Organisation) -> list[str]:
    """The names in use, so that one place is not written in two ways."""
    people = Person.objects.filter(organisation=organisation).exclude(site="").values_list("site", flat=True)
    left = BiometricFree.objects.filter(organisation=organisation, ended_at=None).exclude(site="")
    return sorted({*people, *left.values_list("site", flat=True)})


def page(request: SignedInRequest, row: Person, *, form: AddedPhotoForm | None = None) -> HttpResponse:
    """The page itself; with the form that was refused, when one was."""
    shown = freshness.shown(row)
    measured = shown is not None and shown.drift_checks.exclude(photo=None).exists()
    rows = portraits_of(row, request.user).select_related("candidate__run", "photo").prefetch_related("sources")
    context = {
        "person": row,
        "shown": shown,
        "reading": freshness.reading(shown, timezone.localdate()) if shown else None,
        "check": shown.drift_checks.order_by("pk").last() if shown else None,
        "portraits": [(portrait, lineage(portrait)) for portrait in rows],
        "places": places(row, timezone.localdate()),
        "moments": timeline(row, request.user),
        "good_photo": best(row),
        "run": row.runs.first(),
        "form": form or AddedPhotoForm(),
        "reason_form": ReasonForm(),
        "sites": _sites(row.organisation),
        "may_see_scores": scores_shown(request.user, row, of=row, any_there=measured),
        "may_work": permissions.can_manage_people(request.user, row.organisation),
    }
    return render(request, "portraits/console/person.html", context, status=422 if form else 200)
