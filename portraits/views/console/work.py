"""What a photo admin does for a person: add a photo, enrol it, ask for a render, take a picture away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts import permissions
from accounts.models import Organisation, Person, User
from portraits.distribution import ChannelError
from portraits.forms import AddedPhotoForm, AskForm, ReasonForm
from portraits.lifecycle import MoveRefusedError
from portraits.making.enrolment import EnrolmentRefusedError, enrol
from portraits.making.requesting import RequestRefusedError, ask
from portraits.models import Photo, Publication
from portraits.publishing import showing
from portraits.views.access import SignedInRequest, find, for_console
from portraits.views.console.person import page
from portraits.views.uploads import take_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def add_photo(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Add a studio or badge photo with the day it was taken."""
    person = find(Person.objects.select_related("organisation"), pk, user=request.user, can=permissions.can_add_photo)
    if request.method != "POST":
        return redirect("console:person", person.pk)
    form = AddedPhotoForm(request.POST, request.FILES)
    if not form.is_valid() or not _take_in(form, person, request):
        return page(request, person, form=form)
    return redirect("console:person", person.pk)


@require_POST
@for_console
def ask_render(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    person = find(Person.objects.select_related("organisation"), pk, user=request.user, can=permissions.can_ask_render)
    form = AskForm(request.POST)
    try:
        ask(person, actor=request.user, reason=form.cleaned_data["reason"] if form.is_valid() else "")
        messages.success(request, "Asked. The person chooses; you see a picture once they have handed one in.")
    except RequestRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("console:person", person.pk)


@require_POST
@for_console
def enrol_photo(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    """Hand a real photo in as the person's portrait; somebody else approves it."""
    photo = find(Photo.objects.select_related("person__organisation"), pk, user=request.user, can=_may_manage)
    try:
        portrait = enrol(photo, actor=request.user)
    except (EnrolmentRefusedError, MoveRefusedError) as refusal:
        messages.error(request, str(refusal))
        return redirect("console:person", photo.person_id)
    messages.success(request, "Handed in as a portrait. It waits for approval.")
    return redirect("console:review", portrait.pk)


@require_POST
@for_console
def end_publication(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    rows = Publication.objects.select_related("person__organisation", "portrait")
    publication = find(rows, pk, user=request.user, can=_may_manage)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["why"].as_text())
        return redirect("console:person", publication.person_id)
    try:
        showing.end(publication, why=form.cleaned_data["why"], actor=request.user)
        messages.success(request, "It is no longer shown there.")
    except ChannelError as problem:
        messages.error(request, str(problem))
    return redirect("console:person", publication.person_id)


def _may_manage(user: User, thing: permissions.OfAPerson) -> bool:
    return permissions.can_manage_people(user, thing.person.organisation)


def _take_in(form: AddedPhotoForm, person: Person, request: SignedInRequest) -> bool:
    kept = take_in(form, person, kind=Photo.Kind(form.cleaned_data["kind"]), actor=request.user, made_by=form.made_by)
    for _, new in kept:
        messages.success(request, "Added. It is being measured." if new else "This picture was here already.")
    return bool(kept)
