"""A portrait made elsewhere: brought, held against the person's real photos, handed in with their word."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import permissions
from accounts.models import Person
from portraits.forms import AttestForm, BroughtForm
from portraits.lifecycle import MoveRefusedError
from portraits.making import brought
from portraits.making.brought import BroughtRefusedError
from portraits.making.choosing import ChoiceRefusedError
from portraits.models import Photo
from portraits.views.access import SignedInRequest, find, for_person, sent
from portraits.views.portal.photos import show
from portraits.views.uploads import take_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def bring(request: SignedInRequest, person: Person) -> HttpResponse:
    form = BroughtForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = take_in(form, person, kind=Photo.Kind.ELSEWHERE, actor=request.user, made_by=form.made_by)
        if kept:
            return redirect("portal:photo", kept[0][0].pk)
    context = {"form": form, "held_against": brought.held_against(person)}
    return render(request, "portraits/portal/bring.html", context, status=422 if form.errors else 200)


@require_POST
@for_person
def hand_in(request: SignedInRequest, person: Person, pk: int) -> HttpResponse:
    """Hand it in with the person's word; without the word the page says so, beside the box."""
    rows = Photo.objects.select_related("person__organisation", "same_as")
    row = find(rows, pk, user=request.user, can=permissions.can_see_drafts)
    form = AttestForm(request.POST)
    if not form.is_valid():
        return show(request, person, row, form=form)
    try:
        brought.hand_in(row, actor=request.user)
    except (BroughtRefusedError, ChoiceRefusedError, MoveRefusedError) as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:photo", row.pk)
    messages.success(request, "Handed in. A colleague looks at it next; nobody else sees it until then.")
    return redirect("portal:portrait")
