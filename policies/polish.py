"""How far software may refine a picture, by the rules that apply: apart from what they say of AI."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.facts import Facts
from policies.kinds import Kind
from policies.placements import Placement
from policies.rules import Rule, in_force


@dataclass(frozen=True, slots=True)
class Bounds:
    """`low` and `high` 0..1 as a recipe's `polish`; `texture` 0..1, the least share of the photo's skin detail.

    `rule_ids` are the rules that speak of polish.
    """

    low: float = 0.0
    high: float = 1.0
    texture: float = 0.0
    rule_ids: tuple[str, ...] = ()

    def clamp(self, polish: float) -> float:
        """The nearest polish inside the bounds."""
        return min(max(polish, self.low), self.high)

    def as_json(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high, "texture": self.texture, "rule_ids": list(self.rule_ids)}


def bounds(
    rules: Iterable[Rule], on: date, *, jurisdictions: Iterable[str], sector: str, chosen: Iterable[Placement]
) -> Bounds:
    """The bounds for a picture that is to be shown in any of the `chosen` placements on a day.

    Anchors are left out: they take unrefined photos only. The least `max` and the greatest `min` count, and a `min` gives
    way to a `max`. One more rule never raises `high` and never lowers `texture`.
    """
    binding = in_force(rules, on)
    shown = [placement for placement in chosen if not placement.is_anchor]
    said = {
        (rule.layer, rule.id): rule
        for placement in shown
        for rule in binding
        if rule.polish and rule.applies_to(_facts(placement, jurisdictions, sector), placement)
    }
    return _strictest({f"{rule.id} {layer}": rule.polish for (layer, _), rule in said.items()})


def _facts(placement: Placement, jurisdictions: Iterable[str], sector: str) -> Facts:
    return Facts(Kind.AUTO_ENHANCED, frozenset(jurisdictions), placement.audience, sector=sector)


def _strictest(said: Mapping[str, Mapping[str, float]]) -> Bounds:
    high = min((each["max"] for each in said.values() if "max" in each), default=1.0)
    low = max((each["min"] for each in said.values() if "min" in each), default=0.0)
    texture = max((each["min_texture"] for each in said.values() if "min_texture" in each), default=0.0)
    return Bounds(min(low, high), high, texture, tuple(sorted({name.split()[0] for name in said})))
