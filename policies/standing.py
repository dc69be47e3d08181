"""What a verdict asks of a publication, so that two sets of rules can be compared over many publications.

Reasons and sentences are left out, and ages count only where they cross a limit that some rule names: a hundred thousand
publications share a few hundred standings, each worked out once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from policies.duties import LINK
from policies.engine import Verdict, assess
from policies.facts import Facts
from policies.placements import Placement
from policies.rules import Rule
from policies.settlements import Settlement
from policies.vocabulary import Channel, Decision, Level, strictness

Reasons = tuple[list[dict[str, Any]], list[dict[str, Any]]]
REASONS = 2048  # people in one place with pictures of one day often share all facts
# What is measured in many steps: it counts only where it crosses a limit that some rule names.
MEASURED = ("depicts_age_days", "texture")
COUNTED = attrgetter(*(field.name for field in fields(Facts) if field.name not in MEASURED))
Label = tuple[str, tuple[str, ...], float | None]
# The label in the picture carries words and a height, a file's metadata the keys that rules name beside IPTC's own; of
# every other channel only that it is demanded.
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
        self._ages = sorted({limit for rule in self.rules for limit in rule.max_age_days.values()})
        self._textures = sorted({rule.polish["min_texture"] for rule in self.rules if "min_texture" in rule.polish})
        self._limits: dict[tuple[object, ...], tuple[int | None, float]] = {}
        self._known: dict[tuple[object, ...], Standing] = {}
        self._reasons = lru_cache(maxsize=REASONS)(self._said)

    def of(self, facts: Facts, placement: Placement) -> Standing:
        age, texture = self._age(facts.depicts_age_days), self._texture(facts.texture)
        alike = (placement.key, age, texture, *COUNTED(facts))
        known = self._known.get(alike)
        if known is None:
            known = of_verdict(self.verdict(replace(facts, depicts_age_days=age, texture=texture), placement))
            self._known[alike] = known
        return known

    def verdict(self, facts: Facts, placement: Placement) -> Verdict:
        """The whole verdict, with reasons."""
        return assess(facts, self.rules, placement, self.on, self.answers)

    def reasons(self, facts: Facts, placement: Placement) -> Reasons:
        """What is stricter than a permission, and the duties, as they are kept; the last few are remembered."""
        return self._reasons(self.told(facts, placement), placement)

    def told(self, facts: Facts, placement: Placement) -> Facts:
        """The facts as far as reasons tell them: a measure only where some rule that speaks finds it out of bounds."""
        alike = (placement.key, *COUNTED(facts))
        if alike not in self._limits:
            speaking = [rule for rule in self.rules if rule.applies_to(facts, placement)]
            ages = [rule.max_age_days[facts.kind] for rule in speaking if facts.kind in rule.max_age_days]
            textures = (rule.polish.get("min_texture", 0.0) for rule in speaking)
            self._limits[alike] = min(ages, default=None), max(textures, default=0.0)
        oldest, least = self._limits[alike]
        age, texture = facts.depicts_age_days, facts.texture
        if age is not None and (oldest is None or age <= oldest):
            age = 0
        if texture is not None and texture >= least:
            texture = None
        return (
            facts
            if (age, texture) == (facts.depicts_age_days, facts.texture)
            else replace(facts, depicts_age_days=age, texture=texture)
        )

    def _said(self, facts: Facts, placement: Placement) -> Reasons:
        verdict = self.verdict(facts, placement)
        strict = [found for found in verdict.findings if found.decision in (Decision.DENY, Decision.REVIEW)]
        return [found.as_json() for found in strict], [duty.as_json() for duty in verdict.duties]

    def _age(self, days: int | None) -> int | None:
        """The largest age between the same two limits: it is denied and allowed by the same rules."""
        if days is None or not self._ages:
            return days if days is None else 0
        place = bisect_left(self._ages, days)
        return self._ages[place] if place < len(self._ages) else self._ages[-1] + 1

    def _texture(self, share: float | None) -> float | None:
        """The least share between the same two limits, for the same reason."""
        if share is None:
            return None
        place = bisect_right(self._textures, share)
        return self._textures[place - 1] if place else 0.0


def _label(duty: Mapping[str, Any]) -> Label:
    if duty["channel"] != WORDED:
        return (duty["channel"], (*duty.get("metadata_keys", ()), *([LINK] if duty.get("link") else ())), None)
    return (duty["channel"], tuple(duty["badge_texts"]), duty["min_text_height_ratio"])
