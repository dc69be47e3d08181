"""Asking the rules: what a portrait may do in a placement on a day, kept with the versions that decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.audit import Verb, record
from accounts.models import Person
from generation.models import Candidate
from policies import kinds, placements, settling
from policies.engine import Decision, Verdict, assess
from policies.facts import Facts
from policies.models import Assessment, RuleVersion
from policies.placements import Placement
from policies.polish import Bounds, bounds
from policies.styling import Approved, approved
from portraits.models import Portrait
from portraits.rulings.live import beside, with_current_real_photo

TEXTURE = ("texture", "mid")  # the octave in which softened skin shows first (docs/gates.md)


def facts(portrait: Portrait, placement: Placement, on: date, *, real_photo: bool) -> Facts:
    """What the rules look at: how the picture came to be, where it is to be shown, how old its sources are."""
    person = portrait.person
    age = (on - portrait.depicts_as_of).days if portrait.depicts_as_of else None
    return Facts(
        kind=kinds.of_source_type(portrait.origin),
        jurisdictions=_places(person),
        sector=placement.sector or person.organisation.sector,
        audience=placement.audience,
        depicts_age_days=age,
        has_current_real_photo=real_photo,
        polish=portrait.candidate.polish if portrait.candidate else None,
        companions=beside([person.pk]).get(person.pk, frozenset()),
        texture=_texture(portrait.candidate),
        backdrop=(portrait.candidate.backdrop or None) if portrait.candidate else None,
    )


def facts_of(person: Person, placement: Placement, on: date, *, kind: kinds.Kind) -> Facts:
    """The facts of a picture that is not made yet: of this kind, and as old as today."""
    return Facts(
        kind=kind,
        jurisdictions=_places(person),
        sector=placement.sector or person.organisation.sector,
        audience=placement.audience,
        depicts_age_days=0,
        has_current_real_photo=bool(with_current_real_photo([person.pk], on)),
        companions=beside([person.pk]).get(person.pk, frozenset()),
    )


def assess_in(portrait: Portrait, chosen: Iterable[Placement], on: date) -> list[tuple[Placement, Facts, Verdict]]:
    """The verdict for each placement by the rules in force on that day; rules and photos are read once."""
    rules = RuleVersion.objects.rules_in_force(on, portrait.person.organisation)
    answers = settling.in_force(portrait.person.organisation, on)
    real_photo = bool(with_current_real_photo([portrait.person_id], on))
    given = [(each, facts(portrait, each, on, real_photo=real_photo)) for each in chosen]
    return [(each, of, assess(of, rules, each, on, answers)) for each, of in given]


def assess_everywhere(portrait: Portrait, on: date) -> list[tuple[Placement, Verdict]]:
    """The verdict for every placement of the catalogue, for a reviewer to see before deciding."""
    return [(each, verdict) for each, _, verdict in assess_in(portrait, placements.catalogue().values(), on)]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a picture of a person may become, for requests: how far refined, before what, and what they are advised to wear."""

    polish: Bounds
    styling: Approved


def limits(person: Person, on: date, chosen: Iterable[Placement] | None = None) -> Limits:
    """What the rules of a day leave for a picture that is shown in the `chosen` placements, in all of them without."""
    organisation = person.organisation
    rules = RuleVersion.objects.rules_in_force(on, organisation)
    shown = tuple(placements.catalogue().values() if chosen is None else chosen)
    where: dict[str, Any] = {"jurisdictions": _places(person), "sector": organisation.sector, "chosen": shown}
    return Limits(bounds(rules, on, **where), approved(rules, on, **where))


def denials(verdict: Verdict) -> tuple[str, ...]:
    """Why the portrait is kept out; empty when it is not."""
    if verdict.decision is not Decision.DENY:
        return ()
    return tuple(finding.sentence for finding in verdict.findings if finding.decision is Decision.DENY)


def keep(portrait: Portrait, placement: Placement, on: date) -> tuple[Assessment, Verdict]:
    """Assess and keep the verdict with its inputs, findings, duties and rule versions."""
    organisation = portrait.person.organisation
    ((_, given, result),) = assess_in(portrait, [placement], on)
    row = Assessment.objects.create(
        organisation=organisation,
        person=portrait.person,
        placement=placement.key,
        image_digest=portrait.sha256,
        facts=given.as_json(),
        on=on,
        decision=result.decision.value,
        findings=[finding.as_json() for finding in result.findings],
        duties=[duty.as_json() for duty in result.duties],
        rule_set=result.rule_set,
    )
    record(
        Verb.ASSESSED,
        row,
        organisation=organisation,
        data={"placement": placement.key, "decision": result.decision.value},
    )
    return row, result


def _texture(candidate: Candidate | None) -> float | None:
    """The share of skin detail that the gates measured; None for a real photo, and where skin could not be compared."""
    results = candidate.gates.get("results", ()) if candidate else ()
    return next((each["value"] for each in results if (each["gate"], each["measure"]) == TEXTURE), None)


def _places(person: Person) -> frozenset[str]:
    return frozenset([*person.organisation.jurisdictions, *([person.region] if person.region else [])])
