"""Writing a new version of a rule: a form that the published schema judges field by field."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation
from policies import changing
from policies.models import RuleDraft
from policies.rules import UNVERSIONED
from portraits.forms.rules import RuleForm
from portraits.views.access import SignedInRequest, for_console, sent
from portraits.views.console.rules import allow_changes, versions_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def new_rule(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """A rule that there was not before."""
    allow_changes(request, organisation)
    today = timezone.localdate().isoformat()
    body = {"effective_from": today, "last_verified": today, "confidence": "high", "audience": ["public", "internal"]}
    form = RuleForm(sent(request), body=body, new=True)
    return _answer(request, organisation, form, {"back": "console:rules"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def change_rule(request: SignedInRequest, organisation: Organisation, layer: str, rule_id: str) -> HttpResponse:
    """The next version, beginning with the words of the newest; or the draft that is open already."""
    allow_changes(request, organisation)
    newest = versions_of(organisation, layer, rule_id)[0]
    open_one = RuleDraft.objects.filter(
        organisation=organisation, layer=layer, rule_id=rule_id, state__in=["draft", "waiting"]
    ).first()
    if open_one is not None:
        return redirect("console:draft", open_one.pk)
    body = {**newest.body, "effective_until": None, "last_verified": newest.last_verified.isoformat()}
    first = {} if request.method == "POST" else {"effective_from": timezone.localdate()}
    form = RuleForm(sent(request), body=body, first=first)
    return _answer(request, organisation, form, {"row": newest})


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def draft(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Go on writing; asking a second person begins anew with every change."""
    allow_changes(request, organisation)
    row = draft_of(organisation, pk)
    if not row.open:
        messages.info(request, "It is not a draft any more.")
        return redirect("console:rules")
    form = RuleForm(sent(request), body=row.body, first={"why": row.why})
    return _answer(request, organisation, form, {"draft": row})


@require_POST
@for_console
def discard_draft(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    allow_changes(request, organisation)
    row = draft_of(organisation, pk)
    try:
        changing.discard(row, actor=request.user)
        messages.success(request, f"The draft of {row.rule_id} is discarded. Nothing changed.")
    except changing.ChangeRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("console:rules")


def draft_of(organisation: Organisation, pk: int) -> RuleDraft:
    return get_object_or_404(RuleDraft.objects.select_related("written_by", "became"), pk=pk, organisation=organisation)


def words_before(row: RuleDraft) -> Mapping[str, Any]:
    """What the rule says until the draft takes over: nothing where there is no version yet."""
    known = changing.known(row.organisation).filter(layer=row.layer, rule_id=row.rule_id, version__lt=row.version)
    before = known.order_by("-version", "-pk").first()
    return before.body if before else {}


def words_of(row: RuleDraft) -> dict[str, Any]:
    return {name: value for name, value in row.body.items() if name not in UNVERSIONED}


def _answer(
    request: SignedInRequest, organisation: Organisation, form: RuleForm, context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, organisation, form, context.get("draft"))
        if kept is not None:
            for doubt in changing.doubts_about(kept):
                messages.warning(request, f"Is this meant? {doubt}.")
            return redirect("console:impact", kept.pk)
    status = 422 if form.errors else 200
    return render(request, "portraits/console/rules/write.html", {**context, "form": form}, status=status)


def _kept(
    request: SignedInRequest, organisation: Organisation, form: RuleForm, row: RuleDraft | None
) -> RuleDraft | None:
    """The draft as it was written; None with the problems beside their fields."""
    given: Any = {"why": form.cleaned_data["why"], "actor": request.user}
    try:
        return changing.revise(row, form.body(), **given) if row else changing.begin(organisation, form.body(), **given)
    except changing.FaultyDraftError as faulty:
        form.take(faulty.problems, faulty.text)
    except changing.ChangeRefusedError as refusal:
        form.add_error(None, str(refusal))
    return None
