"""Reviewing a portrait: does it show the person as they are, and where may it be shown?"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.models import Organisation
from policies.consent import Given, cover
from policies.engine import Verdict
from policies.placements import Placement
from portraits import lifecycle
from portraits.agreements import consenting
from portraits.forms import ApproveForm, RejectForm
from portraits.making import artefacts, requesting, reviewing
from portraits.making.artefacts import Place
from portraits.models import Portrait
from portraits.rulings import assessing
from portraits.sightings import scores_shown
from portraits.states import State
from portraits.views.access import SignedInRequest, find, for_console
from portraits.views.lineage import lineage
from portraits.views.visibility import portrait_open_to

SIDE_BY_SIDE = 4


@require_safe
@for_console
def reviews(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """What waits for a decision, oldest first."""
    waiting = Portrait.objects.filter(person__organisation=organisation, state=State.IN_REVIEW)
    waiting = waiting.select_related("person").prefetch_related("attestations").order_by("created_at")
    return render(request, "portraits/console/reviews.html", {"portraits": waiting})


@require_safe
@for_console
def review(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    portrait = find(_rows(), pk, user=request.user, can=portrait_open_to)
    return _page(request, portrait)


@require_POST
@for_console
def approve_portrait(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    portrait = find(_rows(), pk, user=request.user, can=permissions.can_review)
    by_eye, software = reviewing.compared_by_eye_only(portrait), reviewing.made_by_software(portrait)
    form = ApproveForm(request.POST, allowed=_allowed(portrait), by_eye=by_eye, software=software)
    if not form.is_valid():
        return _page(request, portrait, approve=form)
    try:
        reviewing.approve(
            portrait,
            form.cleaned_data["placements"],
            actor=request.user,
            compared=form.face_was_compared,
            looked_at=form.cleaned_data.get("looked_at", ()),
        )
    except lifecycle.MoveRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("console:review", portrait.pk)
    messages.success(request, "Approved. It is being published now, labelled and signed.")
    return redirect("console:person", portrait.person_id)


@require_POST
@for_console
def reject_portrait(request: SignedInRequest, _organisation: Organisation, pk: int) -> HttpResponse:
    portrait = find(_rows(), pk, user=request.user, can=permissions.can_review)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _page(request, portrait, reject=form)
    try:
        reviewing.reject(portrait, form.given, actor=request.user)
    except lifecycle.MoveRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("console:review", portrait.pk)
    messages.success(request, "Sent back with your reasons.")
    return redirect("console:reviews")


def _page(
    request: SignedInRequest,
    portrait: Portrait,
    *,
    approve: ApproveForm | None = None,
    reject: RejectForm | None = None,
) -> HttpResponse:
    moves = lifecycle.possible(portrait, actor=request.user)
    real = [photo for photo in requesting.references(portrait.person) if photo.sha256 != portrait.sha256]
    context = {
        "portrait": portrait,
        "person": portrait.person,
        "waiting": portrait.state == State.IN_REVIEW,
        "against_approval": moves.get(State.APPROVED, ()),
        "against_rejection": moves.get(State.REJECTED, ()),
        "photos": real[:SIDE_BY_SIDE],
        "lineage": lineage(portrait),
        "may_see_scores": scores_shown(request.user, portrait, of=portrait.person, any_there=_gated(portrait)),
        "verdicts": _verdicts(portrait),
        "by_eye": reviewing.compared_by_eye_only(portrait),
        "ticked": _ticked(portrait, approve),
        "to_look_at": _to_look_at(portrait, approve),
        "approve": approve,
        "reject": reject or RejectForm(),
    }
    status = 422 if approve or reject else 200
    return render(request, "portraits/console/review.html", context, status=status)


def _verdicts(portrait: Portrait) -> list[tuple[Placement, Verdict, tuple[str, ...]]]:
    """For each place the rules' verdict, and why the person's agreements do not cover it."""
    everywhere = assessing.assess_everywhere(portrait, timezone.localdate())
    releases = consenting.releases(portrait.person)
    return [(each, verdict, _unagreed(portrait, each, releases)) for each, verdict in everywhere]


def _unagreed(portrait: Portrait, placement: Placement, releases: list[Given]) -> tuple[str, ...]:
    return cover(consenting.placement_use(portrait, placement), releases, timezone.localdate()).reasons


def _allowed(portrait: Portrait) -> list[tuple[str, str]]:
    rows = _verdicts(portrait)
    return [
        (place.key, place.title) for place, verdict, unagreed in rows if verdict.decision != "deny" and not unagreed
    ]


def _ticked(portrait: Portrait, form: ApproveForm | None) -> list[str]:
    """What was sent, or what no rule questions."""
    if form is not None:
        return [str(key) for key in form["placements"].value() or ()]
    rows = _verdicts(portrait)
    return [place.key for place, verdict, unagreed in rows if verdict.decision == "allow" and not unagreed]


def _to_look_at(portrait: Portrait, form: ApproveForm | None) -> list[tuple[Place, bool, bool]]:
    """Each place where software goes wrong, whether the measures point at it, and whether it was ticked."""
    if not reviewing.made_by_software(portrait):
        return []
    gates = portrait.candidate.gates if portrait.candidate else (portrait.photo and portrait.photo.gates) or {}
    pointed = artefacts.pointed_at(gates.get("changes", ()))
    seen = (form["looked_at"].value() or ()) if form is not None and "looked_at" in form.fields else ()
    return [(place, place.key in pointed, place.key in seen) for place in artefacts.PLACES]


def _gated(portrait: Portrait) -> bool:
    """Whether there are results of gates to show: of a candidate, or of a portrait made elsewhere."""
    return portrait.candidate_id is not None or bool(portrait.photo and portrait.photo.gates)


def _rows() -> QuerySet[Portrait]:
    rows = Portrait.objects.select_related("person__organisation", "candidate__run", "photo", "replaces", "uploaded_by")
    return rows.prefetch_related("sources", "attestations__actor", "reviews__actor")
