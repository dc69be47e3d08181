"""What a verdict asks of a publication, so that two sets of rules can be compared over many publications.

Reasons and sentences are left out, and ages count only where they cross a limit that some rule names: a hundred thousand
publications share a few hundred standings, each worked out once.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from policies.engine import Verdict, assess
from policies.facts import Facts
from policies.placements import Placement
from policies.rules import Rule
from policies.settlements import Settlement
from policies.vocabulary import Channel, Decision, Level, strictness

Reasons = tuple[list[dict[str, Any]], list[dict[str, Any]]]
REASONS = 2048  # people in one place with pictures of one day often share all facts
AGELESS = attrgetter(*(field.name for field in fields(Facts) if field.name != "depicts_age_days"))
Label = tuple[str, tuple[str, ...], float | None]
# The label in the picture carries words and a height; of every other channel only that it is demanded.
WORDED = Channel.VISIBLE_BADGE.value


@dataclass(frozen=True, slots=True)
class Standing:
    """`labels`: each demanded channel, with the words and height that rules want to read there."""

    decision: Decision
    labels: frozenset[Label]

    @property
    def channels(self) -> frozenset[str]:
        return frozenset(channel for channel, _, _ in self.labels)

    def asks_more_than(self, published: "Standing") -> bool:
        """Whether what was published under the other standing is in the wrong under this one."""
        if self.decision is Decision.DENY:
            return True
        return strictness(self.decision) > strictness(published.decision) or not self.labels <= published.labels


def of_verdict(verdict: Verdict) -> Standing:
    return of_json(verdict.decision.value, [duty.as_json() for duty in verdict.duties])


def of_json(decision: str, duties: Iterable[Mapping[str, Any]]) -> Standing:
    """The standing of a kept assessment."""
    demanded = [duty for duty in duties if duty["level"] == Level.REQUIRED.value]
    return Standing(Decision(decision), frozenset(_label(duty) for duty in demanded))


class Standings:
    """The standings of one set of rules on one day; works each out once. Not for several threads."""

    def __init__(self, rules: Iterable[Rule], on: date, answers: Iterable[Settlement] = ()) -> None:
        self.rules, self.on, self.answers = tuple(rules), on, tuple(answers)
        self._limits = sorted({limit for rule in self.rules for limit in rule.max_age_days.values()})
        self._oldest: dict[tuple[object, ...], int | None] = {}
        self._known: dict[tuple[object, ...], Standing] = {}
        self._reasons = lru_cache(maxsize=REASONS)(self._said)

    def of(self, facts: Facts, placement: Placement) -> Standing:
        alike = (placement.key, self._age(facts.depicts_age_days), *AGELESS(facts))
        known = self._known.get(alike)
        if known is None:
            of_its_age = replace(facts, depicts_age_days=alike[1])
            known = of_verdict(self.verdict(of_its_age, placement))
            self._known[alike] = known
        return known

    def verdict(self, facts: Facts, placement: Placement) -> Verdict:
        """The whole verdict, with reasons."""
        return assess(facts, self.rules, placement, self.on, self.answers)

    def reasons(self, facts: Facts, placement: Placement) -> Reasons:
        """What is stricter than a permission, and the duties, as they are kept; the last few are remembered."""
        return self._reasons(self.told(facts, placement), placement)

    def told(self, facts: Facts, placement: Placement) -> Facts:
        """The facts as far as reasons tell them: an age only where some rule that speaks finds it too high."""
        alike = (placement.key, *AGELESS(facts))
        if alike not in self._oldest:
            speaking = (rule for rule in self.rules if rule.applies_to(facts, placement))
            limits = [rule.max_age_days[facts.kind] for rule in speaking if facts.kind in rule.max_age_days]
            self._oldest[alike] = min(limits, default=None)
        oldest, age = self._oldest[alike], facts.depicts_age_days
        if age is None or (oldest is not None and age > oldest):
            return facts
        return replace(facts, depicts_age_days=0)

    def _said(self, facts: Facts, placement: Placement) -> Reasons:
        verdict = self.verdict(facts, placement)
        strict = [found for found in verdict.findings if found.decision in (Decision.DENY, Decision.REVIEW)]
        return [found.as_json() for found in strict], [duty.as_json() for duty in verdict.duties]

    def _age(self, days: int | None) -> int | None:
        """The largest age between the same two limits: it is denied and allowed by the same rules."""
        if days is None or not self._limits:
            return days if days is None else 0
        place = bisect_left(self._limits, days)
        return self._limits[place] if place < len(self._limits) else self._limits[-1] + 1


def _label(duty: Mapping[str, Any]) -> Label:
    if duty["channel"] != WORDED:
        return (duty["channel"], (), None)
    return (duty["channel"], tuple(duty["badge_texts"]), duty["min_text_height_ratio"])
