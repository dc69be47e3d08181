"""How long somebody is kept: the day they left, legal holds, and erasing them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import Organisation, Person
from policies.retention import Data
from portraits import erasing
from portraits.erasing import holds
from portraits.forms import EraseForm, HoldForm, LeavingForm
from portraits.keeping import retaining
from portraits.models import Erasure, LegalHold
from portraits.views.access import SignedInRequest, find, for_console

PEOPLE = Person.objects.select_related("organisation", "user")


@require_safe
@for_console
def keeping(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    return _page(request, find(PEOPLE.all(), pk, user=request.user, can=permissions.can_see_person))


@require_POST
@for_console
def leaving(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Write down the last day of somebody: shown no longer from then on, erased after the grace of the rules."""
    row = find(PEOPLE.all(), pk, user=request.user, can=permissions.can_set_leaving)
    form = LeavingForm(request.POST)
    if not form.is_valid():
        return _page(request, row, leaving=form)
    row.left_on = form.cleaned_data["left_on"]
    row.save(update_fields=["left_on"])
    data = {"left_on": row.left_on.isoformat() if row.left_on else None}
    record(Verb.PERSON_LEFT, row, organisation=row.organisation, actor=request.user, data=data)
    messages.success(request, "Written down.")
    return redirect("console:keeping", row.pk)


@require_POST
@for_console
def place_hold(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    row = find(PEOPLE.all(), pk, user=request.user, can=permissions.can_hold)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, row, hold=form)
    try:
        holds.place(row, reason=form.cleaned_data["reason"], actor=request.user)
    except holds.HoldRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("console:keeping", row.pk)


@require_POST
@for_console
def lift_hold(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    hold = find(
        LegalHold.objects.select_related("person__organisation"), pk, user=request.user, can=permissions.can_hold
    )
    holds.lift(hold, actor=request.user)
    messages.success(request, "The hold is lifted.")
    return redirect("console:keeping", hold.person_id)


@require_POST
@for_console
def erase(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    row = find(PEOPLE.all(), pk, user=request.user, can=permissions.can_erase)
    form = EraseForm(request.POST, person=row)
    if not form.is_valid():
        return _page(request, row, erase=form)
    try:
        erasure = erasing.ask(row, why=Erasure.Why.ORGANISATION, actor=request.user)
    except erasing.ErasureRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("console:keeping", row.pk)
    return redirect("erasure", erasure.token)


def _page(
    request: SignedInRequest,
    person: Person,
    *,
    leaving: LeavingForm | None = None,
    hold: HoldForm | None = None,
    erase: EraseForm | None = None,
) -> HttpResponse:
    """The page itself; with the form that was refused, when one was."""
    context = {
        "person": person,
        "ends": [due for due in (retaining.due(person, data) for data in Data) if due is not None],
        "today": timezone.localdate(),
        "holds": holds.standing(person),
        "held": holds.sentence(person),
        "leaving": leaving or LeavingForm(initial={"left_on": person.left_on}),
        "hold": hold or HoldForm(),
        "erase": erase or EraseForm(person=person),
        "may_set_leaving": permissions.can_set_leaving(request.user, person),
        "may_hold": permissions.can_hold(request.user, person),
        "may_erase": permissions.can_erase(request.user, person),
    }
    refused = leaving or hold or erase
    return render(request, "portraits/console/keeping.html", context, status=422 if refused else 200)
