"""Who leads a person, who may say that a portrait no longer looks like them; and at which site they work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import Organisation, Person, User
from portraits import withdrawing
from portraits.forms import ManagerForm, SiteForm
from portraits.views.access import SignedInRequest, find, for_console


@require_POST
@for_console
def manager(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Name who leads a person, by the address they sign in with; an empty one names nobody."""
    row = find(Person.objects.select_related("organisation"), pk, user=request.user, can=_may_manage)
    form = ManagerForm(request.POST, person=row)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["email"])))
        return redirect("console:person", row.pk)
    if row.manager != form.manager:
        row.manager = form.manager
        row.save(update_fields=["manager"])
        data = {"manager": row.manager_id}
        record(Verb.PERSON_CHANGED, row, organisation=row.organisation, actor=request.user, data=data)
    messages.success(request, f"{row.manager} leads {row.name}." if row.manager else f"Nobody leads {row.name}.")
    return redirect("console:person", row.pk)


@require_POST
@for_console
def site(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Say at which site a person works: some sites leave comparing faces to people."""
    row = find(Person.objects.select_related("organisation"), pk, user=request.user, can=_may_manage)
    form = SiteForm(request.POST, person=row)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["site"])))
        return redirect("console:person", row.pk)
    ended = withdrawing.moves_to(row, form.cleaned_data["site"], actor=request.user)
    where = f"{row.name} works at {row.site}." if row.site else f"{row.name} belongs to no site."
    messages.success(request, f"{where} {ended.says}" if ended else where)
    return redirect("console:person", row.pk)


def _may_manage(user: User, person: Person) -> bool:
    return permissions.can_manage_people(user, person.organisation)
