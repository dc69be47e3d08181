"""Asking the rules about a picture that nobody has made: any day, any place, with a draft as if it were in force."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from policies import placements, settling
from policies.engine import Verdict, assess
from policies.facts import Facts
from policies.kinds import Kind
from policies.models import RuleDraft, RuleVersion
from policies.placements import Placement
from policies.rules import Rule
from policies.vocabulary import Companion
from portraits.forms.asking import AskRulesForm
from portraits.views.access import SignedInRequest, for_console

BESIDE = frozenset({Companion.BIO.value, Companion.WORK_LINK.value})


@dataclass(frozen=True, slots=True)
class Line:
    """One placement: what holds, and what would with the draft; None when it would be the same."""

    place: Placement
    verdict: Verdict
    with_draft: Verdict | None


@require_safe
@for_console
def ask(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    drafts = RuleDraft.objects.filter(organisation=organisation, state__in=["draft", "waiting"])
    first = {
        "kind": Kind.AI_GENERATED.value,
        "places": ", ".join(organisation.jurisdictions),
        "sector": organisation.sector,
        "on": timezone.localdate(),
        "age": 30,
        "real_photo": True,
    }
    form = AskRulesForm(request.GET if "kind" in request.GET else None, first=first, drafts=drafts)
    lines = _lines(organisation, form, drafts.filter(pk=form["draft"].value() or 0).first()) if form.is_valid() else []
    context = {"form": form, "lines": lines, "changed": sum(line.with_draft is not None for line in lines)}
    return render(request, "portraits/console/rules/ask.html", context, status=422 if form.errors else 200)


def _lines(organisation: Organisation, form: AskRulesForm, draft: RuleDraft | None) -> list[Line]:
    on = form.cleaned_data["on"]
    rules = RuleVersion.objects.rules_in_force(on, organisation)
    answers = settling.in_force(organisation, on)

    def asked(place: Placement, given: tuple[Rule, ...]) -> Verdict:
        return assess(_facts(form, place), given, place, on, answers)

    lines = []
    for place in placements.catalogue().values():
        now, then = asked(place, rules), asked(place, _with(rules, draft))
        same = (now.decision, now.findings, now.duties) == (then.decision, then.findings, then.duties)
        lines.append(Line(place, now, None if same else then))
    return lines


def _with(rules: tuple[Rule, ...], draft: RuleDraft | None) -> tuple[Rule, ...]:
    if draft is None:
        return rules
    new = draft.rule()
    return (*(each for each in rules if (each.layer, each.id) != (new.layer, new.id)), new)


def _facts(form: AskRulesForm, place: Placement) -> Facts:
    data = form.cleaned_data
    return Facts(
        kind=Kind(data["kind"]),
        jurisdictions=frozenset(word.strip() for word in data["places"].split(",") if word.strip()),
        audience=place.audience,
        sector=data["sector"] or "any",
        depicts_age_days=data["age"],
        has_current_real_photo=data["real_photo"],
        polish=data["polish"],
        companions=BESIDE if data["beside"] else frozenset(),
    )
