"""How far software may refine a picture, by the rules that apply: apart from what they say of AI."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.placements import Placement
from policies.rules import Rule
from policies.unmade import speaking


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
    said = speaking(rules, on, lambda rule: rule.polish, jurisdictions=jurisdictions, sector=sector, chosen=chosen)
    return _strictest({f"{rule.id} {rule.layer}": rule.polish for rule in said})


def _strictest(said: Mapping[str, Mapping[str, float]]) -> Bounds:
    high = min((each["max"] for each in said.values() if "max" in each), default=1.0)
    low = max((each["min"] for each in said.values() if "min" in each), default=0.0)
    texture = max((each["min_texture"] for each in said.values() if "min_texture" in each), default=0.0)
    return Bounds(min(low, high), high, texture, tuple(sorted({name.split()[0] for name in said})))
