"""Asking the rules: what a portrait may do in a placement on a day, kept with the versions that decided."""

from datetime import date

from accounts.audit import Verb, record
from policies import kinds, placements
from policies.engine import Decision, Verdict, assess
from policies.facts import Facts
from policies.models import Assessment, RuleVersion
from policies.placements import Placement
from portraits import clocks, requesting
from portraits.models import Portrait


def facts(portrait: Portrait, placement: Placement, on: date) -> Facts:
    """What the rules look at: how the picture came to be, where it is to be shown, how old its sources are."""
    person = portrait.person
    places = [*person.organisation.jurisdictions, *([person.region] if person.region else [])]
    age = (on - portrait.depicts_as_of).days if portrait.depicts_as_of else None
    return Facts(
        kind=kinds.of_source_type(portrait.origin),
        jurisdictions=frozenset(places),
        sector=person.organisation.sector,
        audience=placement.audience,
        depicts_age_days=age,
        has_current_real_photo=_has_current_real_photo(portrait, on),
    )


def verdict(portrait: Portrait, placement: Placement, on: date) -> Verdict:
    """The verdict by the rules in force on that day, without keeping it."""
    rules = RuleVersion.objects.rules_in_force(on, portrait.person.organisation)
    return assess(facts(portrait, placement, on), rules, placement, on)


def denials(portrait: Portrait, placement: Placement, on: date) -> tuple[str, ...]:
    """Why the rules of that day keep the portrait out of the placement; empty when they do not."""
    result = verdict(portrait, placement, on)
    if result.decision is not Decision.DENY:
        return ()
    return tuple(finding.sentence for finding in result.findings if finding.decision is Decision.DENY)


def assess_everywhere(portrait: Portrait, on: date) -> list[tuple[Placement, Verdict]]:
    """The verdict for every placement of the catalogue, for a reviewer to see before deciding."""
    rules = RuleVersion.objects.rules_in_force(on, portrait.person.organisation)
    return [(each, assess(facts(portrait, each, on), rules, each, on)) for each in placements.catalogue().values()]


def keep(portrait: Portrait, placement: Placement, on: date) -> tuple[Assessment, Verdict]:
    """Assess and keep the verdict with its inputs, findings, duties and rule versions."""
    organisation = portrait.person.organisation
    given = facts(portrait, placement, on)
    result = verdict(portrait, placement, on)
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


def _has_current_real_photo(portrait: Portrait, on: date) -> bool:
    """Whether a real photo of the person is on file that the real clock does not call overdue."""
    readings = (
        clocks.read(clocks.REAL_CLOCK, photo.captured_on, on) for photo in requesting.references(portrait.person)
    )
    return any(reading.freshness is not clocks.Freshness.OVERDUE for reading in readings)
