"""One picture beside the photo it was made from: is this how I look today?"""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import permissions
from accounts.models import Person, User
from generation.models import Candidate
from portraits.forms import AttestForm, VoteForm
from portraits.lifecycle import MoveRefusedError
from portraits.making.choosing import ChoiceRefusedError, attest, choose, taken
from portraits.making.choosing import vote as cast_vote
from portraits.models import Photo, Vote
from portraits.sightings import scores_shown
from portraits.views.access import SignedInRequest, find, for_person, sent


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def candidate(request: SignedInRequest, person: Person, pk: int) -> HttpResponse:
    row = find(
        Candidate.objects.select_related("run__person__organisation"),
        pk,
        user=request.user,
        can=permissions.can_attest,
    )
    form = AttestForm(sent(request))
    if request.method == "POST" and form.is_valid() and row.rank and _hand_in(request, row):
        return redirect("portal:portrait")
    chosen = taken(row)
    source = Photo.objects.filter(person=person, sha256=row.run.source_sha256).first()
    kept = Vote.objects.filter(candidate=row).first()
    vote_form = VoteForm(initial={"score": kept.score} if kept else None)
    scores = scores_shown(request.user, row, of=person)
    context = {"candidate": row, "form": form, "chosen": chosen, "source": source, "may_see_scores": scores}
    context |= {"vote": kept, "vote_form": vote_form}
    return render(request, "portraits/portal/candidate.html", context, status=422 if form.errors else 200)


@require_POST
@for_person
def vote(request: SignedInRequest, _person: Person, pk: int) -> HttpResponse:
    """How much the person finds that it looks like them; what they refuse cannot be shown."""
    row = find(
        Candidate.objects.select_related("run__person__organisation"), pk, user=request.user, can=permissions.can_choose
    )
    form = VoteForm(sent(request))
    if not form.is_valid():
        messages.error(request, "Say how much it looks like you.")
    elif cast_vote(row, score=form.cleaned_data["score"], actor=request.user).refuses:
        messages.success(request, "Kept. This picture will not be shown to anybody.")
    else:
        messages.success(request, "Kept: your word counts more than any measure.")
    return redirect("portal:candidate", row.pk)


def _hand_in(request: SignedInRequest, row: Candidate) -> bool:
    """Choose and attest at once, so that no draft stays behind when the word is not given."""
    try:
        _choose_and_attest(row, request.user)
    except (ChoiceRefusedError, MoveRefusedError) as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, "Handed in. A colleague looks at it next; nobody else sees it until then.")
    return True


@transaction.atomic
def _choose_and_attest(row: Candidate, user: User) -> None:
    attest(choose(row, actor=user), actor=user)
