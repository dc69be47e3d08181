"""The numbers that decide, as data under a key (portraits/thresholds.yaml)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from portraits.drift.values import Kind


@dataclass(frozen=True, slots=True)
class KindLimits:
    """From how many of the person's spreads on a kind is found, and what was measured on other people.

    `centre`, `between` portraits and `within` one portrait's days are in the unit of the kind's differences.
    """

    limit: float
    centre: float
    between: float
    within: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The one-sided CUSUM of identity, in the person's own spreads: see portraits.drift.identity_chart."""

    slack: float
    alarm: float
    winsor: float


@dataclass(frozen=True, slots=True)
class Limits:
    """A measured kind is confirmed by `selfies` of `days`, `agreement` of them on one side, within `scatter`.

    A day shows a change from `day_share` of the limit. Selfies older than `window_days` say nothing of today. Above
    `somebody_else` (distance) the picture that is shown may be of another person.
    """

    key: str
    kinds: Mapping[Kind, KindLimits]
    selfies: int
    days: int
    agreement: float
    scatter: float
    day_share: float
    window_days: int
    chart: Chart
    somebody_else: float
    source: str

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Limits":
        kinds = {Kind(kind): KindLimits(**numbers) for kind, numbers in data["kinds"].items()}
        return cls(**{**data, "kinds": kinds, "chart": Chart(**data["chart"])})

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "kinds": {kind.value: asdict(numbers) for kind, numbers in self.kinds.items()}}
