"""Grey zones: where a rule asks for a person, answered once with a reason, approved by a second person, used again."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import permissions
from accounts.models import Organisation
from generation.jobs import announce
from policies import changing, settling
from policies.findings import NAMES
from policies.kinds import Kind
from policies.models import GreyZoneDecision, RuleVersion
from policies.vocabulary import Decision
from portraits.forms.rules import GreyZoneForm
from portraits.rulings import rule_tasks
from portraits.tasks import look_at_rules
from portraits.views.access import SignedInRequest, for_console, sent
from portraits.views.console.rules import allow_changes

A_YEAR = timedelta(days=365)


@require_safe
@for_console
def grey_zones(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """What was decided and what waits for approval; and every question that a rule in force leaves to a person."""
    rows = GreyZoneDecision.objects.filter(organisation=organisation)
    rows = rows.select_related("rule_version", "written_by", "approved_by")
    binding = RuleVersion.objects.in_force(timezone.localdate(), organisation)
    context = {
        "decisions": [(row, settling.against_approval(row, request.user)) for row in rows],
        "questions": [(row, _kinds(row)) for row in binding if _kinds(row)],
        "may_change": permissions.can_change_rules(request.user, organisation),
        "today": timezone.localdate(),
    }
    return render(request, "portraits/console/rules/grey_zones.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def decide(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Answer what one version leaves to a person."""
    allow_changes(request, organisation)
    version = changing.known(organisation).filter(pk=pk).first()
    if version is None or not _kinds(version):
        raise Http404
    initial = {"until": timezone.localdate() + A_YEAR, "kind": _kinds(version)[0][0]}
    form = GreyZoneForm(sent(request), kinds=_kinds(version), initial=initial)
    if request.method == "POST" and form.is_valid():
        settling.propose(organisation, version, _answer(form), actor=request.user)
        messages.success(request, "Written down. It counts once somebody else approves it.")
        return redirect("console:grey_zones")
    context = {"form": form, "version": version}
    return render(request, "portraits/console/rules/decide.html", context, status=422 if form.errors else 200)


@require_POST
@for_console
def approve_decision(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    allow_changes(request, organisation)
    row = get_object_or_404(GreyZoneDecision, pk=pk, organisation=organisation)
    rule_tasks.remember(organisation)
    try:
        settling.approve(row, actor=request.user)
        messages.success(request, "Approved. It is used from today.")
        announce(look_at_rules, organisation.pk)
    except settling.SettlingRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("console:grey_zones")


@require_POST
@for_console
def end_decision(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    allow_changes(request, organisation)
    row = get_object_or_404(GreyZoneDecision, pk=pk, organisation=organisation)
    settling.end(row, why=request.POST.get("why", ""), actor=request.user)
    announce(look_at_rules, organisation.pk)
    messages.success(request, "Taken back: from now on a person decides each time.")
    return redirect("console:grey_zones")


def _kinds(version: RuleVersion) -> list[tuple[str, str]]:
    said = version.rule().kinds
    return [(kind.value, NAMES[kind].capitalize()) for kind in Kind if said.get(kind) is Decision.REVIEW]


def _answer(form: GreyZoneForm) -> settling.Answer:
    data = form.cleaned_data
    return settling.Answer(
        kind=Kind(data["kind"]),
        placement=data["placement"],
        decision=Decision(data["answer"]),
        reason=data["reason"],
        until=data["until"],
    )
