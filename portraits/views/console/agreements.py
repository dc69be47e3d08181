"""Who agreed to what, as far as the role needs it, and where no software compares faces."""

from collections import defaultdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.models import Organisation, Person, User
from policies import placements
from policies.consent import Purpose
from policies.models import BiometricFree, Release
from portraits import withdrawing
from portraits.agreements import consenting
from portraits.forms import BiometricFreeForm
from portraits.models import Certificate
from portraits.views.access import SignedInRequest, find, for_console, refuse
from portraits.views.agreement_items import SHORT, items

A_PAGE = 50


@require_safe
@for_console
def agreements(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """One row a person. Who never agreed, said no or took it back looks the same: there is no agreement."""
    return _page(request, organisation)


@require_safe
@for_console
def person_agreements(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """One person: what stands; with the proofs for those who need them."""
    person = find(Person.objects.select_related("organisation"), pk, user=request.user, can=permissions.can_see_person)
    purposes, places = items(person, timezone.localdate())
    proofs = permissions.can_see_proofs(request.user, person.organisation)
    context = {
        "person": person,
        "standing": [item for item in [*purposes, *places] if item.stands],
        "by_eye": consenting.why_by_eye(person),
        "releases": Release.objects.filter(person=person).select_related("notice") if proofs else (),
        "certificates": Certificate.objects.filter(person=person) if proofs else (),
        "proofs": proofs,
        "may_switch": permissions.can_switch_biometrics(request.user, person.organisation),
    }
    return render(request, "portraits/console/person_agreements.html", context)


@require_POST
@for_console
def person_biometrics(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Leave one person's pictures to people, or let software compare them again where they agreed."""
    rows = Person.objects.select_related("organisation")
    person = find(rows, pk, user=request.user, can=_may_switch)
    by_software = request.POST.get("by") == "software"
    withdrawing.person_chooses(person, by_software=by_software, actor=request.user)
    messages.success(
        request, "Software may compare again, where they agreed." if by_software else "People compare from now on."
    )
    return redirect("console:person_agreements", person.pk)


@require_POST
@for_console
def leave_to_people(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    if not permissions.can_switch_biometrics(request.user, organisation):
        refuse(request.user, organisation)
    form = BiometricFreeForm(request.POST, sites=_sites(organisation))
    if not form.is_valid():
        return _page(request, organisation, form=form)
    said = form.cleaned_data
    withdrawing.leave_to_people(organisation, site=said["site"], why=said["why"], actor=request.user)
    messages.success(request, "No software compares faces there any more; what was measured is destroyed.")
    return redirect("console:agreements")


@require_POST
@for_console
def let_compare(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    row = get_object_or_404(BiometricFree, pk=pk, organisation=organisation)
    if not permissions.can_switch_biometrics(request.user, organisation):
        refuse(request.user, organisation)
    withdrawing.let_compare(row, actor=request.user)
    messages.success(request, "Those who agreed to it are compared by software again.")
    return redirect("console:agreements")


def _page(
    request: SignedInRequest, organisation: Organisation, *, form: BiometricFreeForm | None = None
) -> HttpResponse:
    people = Person.objects.here(timezone.localdate()).filter(organisation=organisation)
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    sites = _sites(organisation)
    context = {
        "organisation": organisation,
        "page": page,
        "rows": _rows(list(page)),
        "purposes": [SHORT[each] for each in Purpose],
        "places": len(placements.catalogue()),
        "agreed": _agreed(people, Purpose.PORTRAIT),
        "people": people.count(),
        "free": BiometricFree.objects.filter(organisation=organisation, ended_at=None).select_related("by"),
        "form": form or BiometricFreeForm(sites=sites),
        "may_switch": permissions.can_switch_biometrics(request.user, organisation),
    }
    return render(request, "portraits/console/agreements.html", context, status=422 if form else 200)


def _rows(people: list[Person]) -> list[tuple[Person, list[int]]]:
    """For each person how many items of each purpose stand."""
    on = timezone.localdate()
    standing: dict[tuple[int, str], int] = defaultdict(int)
    for row in Release.objects.filter(person__in=[person.pk for person in people], withdrawn_at=None):
        standing[row.person_id, row.purpose] += row.stands(on)
    return [(person, [standing[person.pk, purpose.value] for purpose in Purpose]) for person in people]


def _agreed(people: QuerySet[Person], purpose: Purpose) -> int:
    rows = Release.objects.filter(
        person__in=people, purpose=purpose, withdrawn_at=None, starts_on__lte=timezone.localdate()
    )
    return rows.exclude(ends_on__lt=timezone.localdate()).values("person").distinct().count()


def _sites(organisation: Organisation) -> list[str]:
    people = Person.objects.filter(organisation=organisation).exclude(site="")
    return sorted(set(people.values_list("site", flat=True)))


def _may_switch(user: User, person: Person) -> bool:
    return permissions.can_switch_biometrics(user, person.organisation)
