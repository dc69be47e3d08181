"""Before a rule goes live: what it changes, who has to agree, and from which day."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Organisation, Person
from generation.jobs import announce
from policies import changing
from policies.differences import differences
from portraits.rulings import rule_tasks
from portraits.rulings.impact import Impact, Touched, weigh
from portraits.tasks import look_at_rules
from portraits.views.access import SignedInRequest, for_console
from portraits.views.console.rules import allow_changes
from portraits.views.console.rules_drafts import draft_of, words_before, words_of
from portraits.views.words import placement as placement_title

EFFECTS = {"denied": "Not allowed any more", "review": "A person decides", "labels": "Other labels are due"}


@require_safe
@for_console
def impact(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    row = draft_of(organisation, pk)
    found = weigh(row)
    context = {
        "draft": row,
        "impact": found,
        "table": _table(found),
        "examples": _examples(found.examples),
        "differences": differences(words_before(row), words_of(row)),
        "first": not words_before(row),
        "against": changing.against_adoption(row, request.user),
        "may_submit": row.takes_two_people and row.state == "draft",
        "today": timezone.localdate(),
    }
    return render(request, "portraits/console/rules/impact.html", context)


@require_POST
@for_console
def submit_draft(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Ask for a second person."""
    allow_changes(request, organisation)
    _try(
        request,
        lambda: changing.submit(draft_of(organisation, pk), actor=request.user),
        "It waits for a second person.",
    )
    return redirect("console:impact", pk)


@require_POST
@for_console
def adopt_draft(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Keep it as a version; what it puts in the wrong becomes tasks on its first day."""
    allow_changes(request, organisation)
    row = draft_of(organisation, pk)
    rule_tasks.remember(organisation)
    done = _try(
        request,
        lambda: changing.adopt(row, seen=request.POST.get("seen", ""), actor=request.user),
        f"{row.rule_id} version {row.version} binds from {row.rule().effective_from:%-d %B %Y}.",
    )
    if not done:
        return redirect("console:impact", pk)
    announce(look_at_rules, organisation.pk)
    return redirect("console:rule", row.layer, row.rule_id)


def _try(request: SignedInRequest, change: Callable[[], object], words: str) -> bool:
    try:
        change()
    except changing.ChangeRefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, words)
    return True


def _table(found: Impact) -> list[dict[str, object]]:
    """A row a placement and department, the most tasks first."""
    cells = sorted({(place, department) for place, department, _ in found.counts})
    rows = [
        {
            "place": placement_title(place),
            "department": department or "No department",
            **{name: found.counts[place, department, name] for name in (*EFFECTS, "looser", "other")},
        }
        for place, department in cells
    ]
    return sorted(rows, key=lambda row: -sum(int(str(row[name])) for name in EFFECTS))


def _examples(found: list[Touched]) -> list[tuple[Person, Touched, str]]:
    people = Person.objects.in_bulk([each.live.person_id for each in found])
    return [(people[each.live.person_id], each, EFFECTS[each.effect]) for each in found]
