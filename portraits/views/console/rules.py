"""The rules an organisation is bound by: all of them, and one with its versions and what changed between two."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.models import Organisation
from policies import changing, pack
from policies.differences import Difference, differences, said
from policies.models import RuleDraft, RuleVersion
from policies.vocabulary import Decision
from portraits.forms.rules import WRITABLE, ReadForm
from portraits.views.access import SignedInRequest, for_console
from portraits.views.console.rule_lines import RuleLine, rule_lines

# What the page says in its headline, its chips and its list of sources.
ELSEWHERE = {"id", "layer", "title", "clause", "confidence", "source"}
STANDINGS = {"in_force": "In force", "coming": "Begins later", "ended": "Ended", "draft": "Not yet a rule"}


@require_safe
@for_console
def rules(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Every rule by layer; what is being changed; whose source nobody has read in time."""
    everything = rule_lines(organisation, timezone.localdate())
    chosen = {name: request.GET.get(name, "") for name in ("layer", "standing", "due")}
    lines = [line for line in everything if _wanted(line, chosen)]
    context = {
        "lines": lines,
        "tally": _tally(lines),
        "in_force": sum(line.standing == "in_force" for line in everything),
        "due": sum(line.due for line in everything),
        "drafts": RuleDraft.objects.filter(organisation=organisation, became=None).exclude(state="discarded"),
        "chosen": chosen,
        "layers": [layer.value for layer in WRITABLE],
        "standings": STANDINGS,
        "may_change": permissions.can_change_rules(request.user, organisation),
    }
    return render(request, "portraits/console/rules/list.html", context)


@require_safe
@for_console
def rule(request: SignedInRequest, organisation: Organisation, layer: str, rule_id: str) -> HttpResponse:
    versions = versions_of(organisation, layer, rule_id)
    (line,) = rule_lines(organisation, timezone.localdate(), layer=layer, rule_id=rule_id)
    old, new = _pair(request, versions)
    context = {
        "line": line,
        "row": line.row,
        "says": [each for each in said(line.row.body) if each[0].partition(".")[0] not in ELSEWHERE],
        "versions": versions,
        "old": old,
        "new": new,
        "differences": _between(old, new),
        "readings": line.row.readings.filter(organisation=organisation).select_related("by"),
        "form": ReadForm(),
        "asks": [kind for kind, word in line.row.rule().kinds.items() if word is Decision.REVIEW],
        "may_change": permissions.can_change_rules(request.user, organisation),
    }
    return render(request, "portraits/console/rules/one.html", context)


@require_safe
@for_console
def rule_file(_request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """One version as a pack of its own, to keep or to hand to somebody else."""
    row = changing.known(organisation).filter(pk=pk).first()
    if row is None:
        raise Http404
    until = row.effective_until.isoformat() if row.effective_until else None
    body = {**row.body, "effective_until": until, "last_verified": row.last_verified.isoformat()}
    response = HttpResponse(pack.as_file(body, owner=row.owner or organisation.name), content_type="application/yaml")
    response["Content-Disposition"] = f'attachment; filename="{pack.file_name(body)}"'
    return response


@require_POST
@for_console
def read_rule(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Somebody read the source again: it leaves the review queue until it is due the next time."""
    allow_changes(request, organisation)
    row = changing.known(organisation).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = ReadForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    changing.read_again(row, organisation, note=note, on=timezone.localdate(), actor=request.user)
    messages.success(request, "Noted: the source was read today and still says so.")
    return redirect("console:rule", row.layer, row.rule_id)


def versions_of(organisation: Organisation, layer: str, rule_id: str) -> list[RuleVersion]:
    """Everybody's and the organisation's own versions of a rule, newest first; 404 when there is none."""
    rows = changing.known(organisation).filter(layer=layer, rule_id=rule_id)
    found = list(rows.select_related("written_by", "confirmed_by").order_by("-version", "-pk"))
    if not found:
        raise Http404
    return found


def allow_changes(request: SignedInRequest, organisation: Organisation) -> None:
    if not permissions.can_change_rules(request.user, organisation):
        raise PermissionDenied("Your role reads the rules and does not change them.")


def _tally(lines: list[RuleLine]) -> list[tuple[int, str]]:
    """How many of them stand how, in words: what a list counts beside the rules in force."""
    many = Counter(line.standing for line in lines)
    return [(many[code], words.lower()) for code, words in STANDINGS.items() if many[code]]


def _wanted(line: RuleLine, chosen: dict[str, str]) -> bool:
    if chosen["due"] and not line.due:
        return False
    return chosen["layer"] in ("", line.row.layer) and chosen["standing"] in ("", line.standing)


def _pair(request: SignedInRequest, versions: list[RuleVersion]) -> tuple[RuleVersion | None, RuleVersion]:
    """The two versions to compare: those asked for, or the newest and the one before it."""
    by_pk = {str(row.pk): row for row in versions}
    before = versions[1] if len(versions) > 1 else None
    return by_pk.get(request.GET.get("from", ""), before), by_pk.get(request.GET.get("to", ""), versions[0])


def _between(old: RuleVersion | None, new: RuleVersion) -> tuple[Difference, ...]:
    return differences(old.body, new.body) if old else ()
