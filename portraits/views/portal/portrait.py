"""My portrait: does it still look like me, where is it shown, what now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.models import Person
from portraits import lifecycle
from portraits.models import Incident, Portrait
from portraits.sightings import scores_shown
from portraits.states import State
from portraits.views.access import SignedInRequest, find, for_person
from portraits.views.differences import drawn
from portraits.views.portal.answer import action, answer
from portraits.views.portal.journey import journey
from portraits.views.portal.standing import stand

BACK = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED)


@require_safe
@for_person
def portrait(request: SignedInRequest, person: Person) -> HttpResponse:
    now = stand(person, timezone.localdate())
    chart = drawn(now.shown, now.checks, whose="your") if now.shown else None
    context = {
        "person": person,
        "now": now,
        "may_see_scores": scores_shown(request.user, person, of=person, any_there=chart is not None),
        "answer": answer(now),
        "action": action(now),
        "steps": journey(now),
        "chart": chart,
        "taken_down": Incident.objects.filter(person=person, upheld=True, told_at=None),
        "refusal": now.sent_back.reviews.last() if now.sent_back else None,
    }
    return render(request, "portraits/portal/portrait.html", context)


@require_POST
@for_person
def take_back(request: SignedInRequest, _person: Person, pk: int) -> HttpResponse:
    """Withdraw a portrait that is on its way, or that is shown: then it is taken down everywhere."""
    rows = Portrait.objects.filter(state__in=BACK).select_related("person__organisation")
    row = find(rows, pk, user=request.user, can=permissions.can_attest)
    try:
        lifecycle.move(row, State.WITHDRAWN, actor=request.user, reason="Taken back by the person shown.")
        messages.success(request, "Taken back. Nobody looks at it any more, and it is shown nowhere.")
    except lifecycle.MoveRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:portrait")
