"""Grey zones answered once: a rule version asks for a person, two people answered, and the answer is used again.

An answer stands in the place of one rule's "a person decides" about a kind of picture. A law never grants, so an
allowing answer makes the law silent there; a rule of any other layer then allows. Denials, limits of age, missing labels
and silence are never answered by it, and another version of the rule is another question.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from policies.facts import Facts
from policies.findings import Finding
from policies.kinds import Kind
from policies.placements import Placement
from policies.rules import Rule
from policies.vocabulary import Decision, Layer


@dataclass(frozen=True, slots=True)
class Settlement:
    """`rule_digest`: of the version that was answered, word for word. `placement` empty: everywhere. `since` None: not approved yet, so it answers nothing. `until`: its last day."""

    id: int
    rule_digest: str
    kind: Kind
    placement: str
    answer: Decision
    reason: str
    since: date | None
    until: date

    def answers(self, rule: Rule, facts: Facts, placement: Placement, on: date) -> bool:
        asked = self.rule_digest == rule.digest and self.kind is facts.kind
        return (
            asked
            and self.placement in ("", placement.key)
            and self.since is not None
            and self.since <= on <= self.until
        )


def settled(finding: Finding, rule: Rule, answers: Iterable[Settlement]) -> Finding:
    """The finding with the strictest answer in its place; the finding itself when nobody answered."""
    if finding.decision is not Decision.REVIEW:
        return finding
    found = sorted(answers, key=lambda each: (each.answer is not Decision.DENY, each.id))
    return _with(finding, rule, found[0]) if found else finding


def _with(finding: Finding, rule: Rule, answer: Settlement) -> Finding:
    granted = Decision.SILENT if rule.layer is Layer.LAW else Decision.ALLOW
    decision = Decision.DENY if answer.answer is Decision.DENY else granted
    words = f"{rule.title}: decided on {answer.since} (decision {answer.id}): {answer.reason}"
    remedy = finding.remedy if decision is Decision.DENY else ""
    return replace(finding, decision=decision, sentence=words, remedy=remedy)
