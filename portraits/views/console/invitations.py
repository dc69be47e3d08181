"""Inviting people, and taking an invitation back."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import invitations, permissions
from accounts.models import Invitation, Organisation, Role
from portraits import letters
from portraits.forms import InviteForm
from portraits.views.access import SignedInRequest, for_console, sent

LATEST = 50
NOT_SENT = (
    "The mail server did not take the letter, and nobody has the link. Take the invitation back, and invite again when e-mail "
    "works: whoever runs this installation finds the reason in its log."
)

log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def invite(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Who is invited, and one more."""
    if not permissions.can_invite(request.user, organisation):
        raise PermissionDenied("Your role invites nobody.")
    form = InviteForm(sent(request), every_role=permissions.can_give_roles(request.user, organisation))
    if request.method == "POST" and form.is_valid() and _invited(request, organisation, form):
        return redirect("console:invitations")
    rows = organisation.invitations.select_related("invited_by")[:LATEST]
    context = {"form": form, "rows": rows, "now": timezone.now(), "domains": organisation.domains}
    return render(request, "portraits/console/invitations.html", context, status=422 if form.errors else 200)


@require_POST
@for_console
def withdraw(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    if not permissions.can_invite(request.user, organisation):
        raise PermissionDenied("Your role invites nobody.")
    row = get_object_or_404(Invitation, pk=pk, organisation=organisation)
    try:
        invitations.withdraw(row, actor=request.user)
        messages.success(request, "Taken back: its link no longer works.")
    except invitations.InvitationRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("console:invitations")


def _invited(request: SignedInRequest, organisation: Organisation, form: InviteForm) -> bool:
    said = form.cleaned_data
    try:
        row = invitations.invite(
            organisation, email=said["email"], name=said["name"], role=Role(said["role"]), actor=request.user
        )
    except invitations.InvitationRefusedError as refusal:
        form.add_error("email", str(refusal))
        return False
    try:
        letters.invitation(row)
        messages.success(request, "Invited. The link went out by e-mail; only who reads that mail can use it.")
    except letters.NotSentError as fault:  # its text may name who it was for
        log.error("a letter was not sent", extra={"row": f"invitation:{row.pk}", "fault": fault.said})
        messages.error(request, NOT_SENT)
    return True
