"""My agreements: what I agreed to, in which words, and taking each back with one click."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import permissions
from accounts.models import Person, User
from policies import noticing, placements
from policies.consent import Purpose
from policies.models import Notice, Release
from portraits import withdrawing
from portraits.agreements.agreeing import AgreementRefusedError, agree
from portraits.forms import AgreeForm
from portraits.models import Certificate
from portraits.views.access import SignedInRequest, find, for_person, sent
from portraits.views.agreement_items import items


@require_safe
@for_person
def agreements(request: SignedInRequest, person: Person) -> HttpResponse:
    purposes, places = items(person, timezone.localdate())
    context = {
        "person": person,
        "purposes": purposes,
        "places": places,
        "agreed": sum(item.stands for item in [*purposes, *places]),
        "certificates": Certificate.objects.filter(person=person)[:10],
    }
    return render(request, "portraits/portal/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def give(request: SignedInRequest, person: Person, purpose: str) -> HttpResponse:
    """Read the words, choose, sign. Nothing is ticked; going away costs nothing."""
    if purpose not in set(Purpose):
        raise Http404
    asked, language = Purpose(purpose), _language(request, person)
    notices = _notices(asked, language, person)
    begin = {"seen": " ".join(notice.digest for notice in notices), "language": language}
    form = AgreeForm(sent(request), initial=begin, purpose=asked, seats=person.organisation.jurisdictions)
    if request.method == "POST" and form.is_valid() and _agree(request, person, form):
        return redirect("portal:agreements")
    context = {
        "form": form,
        "purpose": asked,
        "notice": notices[0] if notices else None,
        "others": notices[1:],
        "language": language,
        "languages": noticing.languages(person.organisation),
        "person": person,
    }
    return render(request, "portraits/portal/agree.html", context, status=422 if form.errors else 200)


@require_POST
@for_person
def take_back_agreement(request: SignedInRequest, _person: Person, pk: int) -> HttpResponse:
    """One click: what depends on it ends now."""
    rows = Release.objects.select_related("person__organisation")
    certificate = withdrawing.take_back(
        find(rows, pk, user=request.user, can=permissions.can_agree), actor=request.user
    )
    messages.success(request, "Taken back. " + (certificate.says if certificate else "Nothing depended on it."))
    return redirect("portal:agreements")


@require_safe
@for_person
def certificate(request: SignedInRequest, _person: Person, pk: int) -> HttpResponse:
    row = find(_certificates(), pk, user=request.user, can=_may_read)
    return render(request, "portraits/portal/certificate.html", {"certificate": row})


def _may_read(user: User, certificate: Certificate) -> bool:
    return certificate.person is not None and permissions.can_agree(user, certificate.person)


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.exclude(person=None).select_related("person__organisation")


def _language(request: SignedInRequest, person: Person) -> str:
    known = noticing.languages(person.organisation)
    wanted = request.POST.get("language") or request.GET.get("language") or person.organisation.locale
    language = wanted.split("-")[0].lower()
    return language if language in known else noticing.FALLBACK


def _notices(purpose: Purpose, language: str, person: Person) -> list[Notice]:
    """The words for all places first, then those of places that have their own."""
    places = ["", *(placements.catalogue() if purpose is Purpose.PUBLICATION else [])]
    found = [noticing.current(purpose, language, person.organisation, placement=place) for place in places]
    return list({notice.pk: notice for notice in found if notice}.values())


def _agree(request: SignedInRequest, person: Person, form: AgreeForm) -> bool:
    try:
        kept = agree(person, form.wish(), actor=request.user)
    except AgreementRefusedError as refusal:
        form.add_error("typed_name" if "name" in str(refusal) else None, str(refusal))
        return False
    many = f"{len(kept)} places" if len(kept) > 1 else "it"
    messages.success(request, f"Agreed to {many}. You can take it back here at any time.")
    return True
