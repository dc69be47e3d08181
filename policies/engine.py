"""One verdict from facts, rules and a day. Pure: the same input gives the same verdict, in any order of the rules.

The strictest word counts (deny > review > allow). A law never grants. Where no rule speaks, a person decides. A channel
that is required by one rule and forbidden by another cannot be satisfied, so the picture is not shown there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies import companions, duties, findings, settlements
from policies.duties import Duty, Transparency
from policies.facts import Facts
from policies.findings import Finding
from policies.placements import Placement
from policies.rules import Rule, digest_of_set, in_force
from policies.settlements import Settlement
from policies.vocabulary import Decision, strictest

__all__ = ["Decision", "Duty", "Finding", "Transparency", "Verdict", "assess"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`decision` is allow, review or deny. `rule_set` names the exact versions that were asked."""

    decision: Decision
    findings: tuple[Finding, ...]
    duties: tuple[Duty, ...]
    placement: str
    on: date
    rule_set: str

    @property
    def transparency(self) -> Transparency:
        return duties.transparency(self.duties)

    def as_json(self) -> dict[str, Any]:
        return {
            "decision": self.decision.value,
            "findings": [finding.as_json() for finding in self.findings],
            "duties": [duty.as_json() for duty in self.duties],
            "placement": self.placement,
            "on": self.on.isoformat(),
            "rule_set": self.rule_set,
        }


def assess(
    facts: Facts, rules: Iterable[Rule], placement: Placement, on: date, answers: Iterable[Settlement] = ()
) -> Verdict:
    """What the rules in force `on` that day say of a portrait in a placement, with grey zones that were settled."""
    binding = in_force(rules, on)
    speaking = [rule for rule in binding if rule.applies_to(facts, placement)]
    owed = duties.of(facts.kind, speaking, placement)
    said = [
        *findings.of_the_placement(facts, placement),
        *_of_kinds(facts, speaking, placement, on, tuple(answers)),
        *findings.of_ages(facts, speaking),
        *findings.of_polish(facts, speaking),
        *findings.of_backdrop(facts, speaking),
        *companions.of_companions(facts, speaking),
        *findings.of_duties(owed, speaking),
    ]
    if strictest(*(finding.decision for finding in said)) is Decision.SILENT:
        said.append(findings.nobody_spoke(placement))
    return Verdict(
        decision=strictest(*(finding.decision for finding in said)),
        findings=findings.ordered(said),
        duties=owed,
        placement=placement.key,
        on=on,
        rule_set=digest_of_set(binding),
    )


def _of_kinds(
    facts: Facts, rules: Iterable[Rule], placement: Placement, on: date, answers: tuple[Settlement, ...]
) -> list[Finding]:
    if not answers:
        return findings.of_kinds(facts, rules)
    return [
        settlements.settled(found, rule, [each for each in answers if each.answers(rule, facts, placement, on)])
        for rule in rules
        for found in findings.of_kinds(facts, [rule])
    ]
