"""What other rules put in the wrong: one card a publication, with the reason and what settles it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.models import Organisation
from portraits.distribution import ChannelError
from portraits.forms import ReasonForm
from portraits.models import RuleTask
from portraits.publishing import showing
from portraits.rulings import rule_tasks
from portraits.views.access import SignedInRequest, for_console

A_PAGE = 30


@require_safe
@for_console
def work(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Open tasks, the oldest first, and what was settled lately."""
    tasks = RuleTask.objects.filter(publication__person__organisation=organisation)
    rows = tasks.select_related("publication__person", "publication__portrait", "settled_by", "reason")
    page = Paginator(rows.filter(settled_at=None), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "settled": rows.exclude(settled_at=None).order_by("-settled_at")[:10],
        "may_settle": permissions.can_settle_tasks(request.user, organisation),
    }
    return render(request, "portraits/console/rules/work.html", context)


@require_POST
@for_console
def make_again(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Order the file anew: with other labels, or with a person's reason why it may stay."""
    task = _task(request, organisation, pk)
    try:
        rule_tasks.make_again(task, why=request.POST.get("why", ""), actor=request.user)
        messages.success(request, "Its file is being made again under the rules of today.")
    except rule_tasks.TaskRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("console:work")


@require_POST
@for_console
def take_away(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    task = _task(request, organisation, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why: it is kept in the record.")
        return redirect("console:work")
    try:
        showing.end(task.publication, why=form.cleaned_data["why"], actor=request.user)
        messages.success(request, "It is no longer shown there.")
    except ChannelError as problem:
        messages.error(request, str(problem))
    return redirect("console:work")


def _task(request: SignedInRequest, organisation: Organisation, pk: int) -> RuleTask:
    if not permissions.can_settle_tasks(request.user, organisation):
        raise PermissionDenied("Your role reads the work and does not settle it.")
    rows = RuleTask.objects.filter(publication__person__organisation=organisation, settled_at=None)
    return get_object_or_404(rows.select_related("publication__person__organisation", "publication__portrait"), pk=pk)
