"""What the gates measured of one candidate, kept so that other limits can be tried without measuring again."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from generation import gates

Verdict = Literal["pass", "amber", "refuse"]
Half = Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of one person. `made_for` are the gates that are there for its fault; none for an honest one.

    `band` is that of the photo's skin tone, empty where it has none (black and white). `values` are all measures by
    'gate.measure', `seconds` the processor time of analysis and gates."""

    person: str
    band: str
    name: str
    strength: str
    made_for: tuple[str, ...]
    verdict: Verdict
    refused_by: tuple[str, ...]
    amber_by: tuple[str, ...]
    values: Mapping[str, float]
    seconds: float

    @property
    def honest(self) -> bool:
        return not self.made_for

    @property
    def half(self) -> Half:
        """Limits are chosen on the people of the first half and reported on those of the second."""
        return "first" if hashlib.sha256(self.person.encode()).digest()[0] % 2 == 0 else "second"

    def judged(self, limits: gates.Thresholds) -> "Row":
        """The same measures held against a set of limits; what has no limit keeps the verdict it had."""
        found = {key: limits.limits[key].verdict(value) for key, value in self.values.items() if limits.asks(key)}
        by = {wanted: _gates(found, wanted) for wanted in ("refuse", "amber")}
        unlimited = {name for name in (*self.refused_by, *self.amber_by) if not any(_of(key, name) for key in found)}
        refused = (*by["refuse"], *(name for name in self.refused_by if name in unlimited))
        amber = (*by["amber"], *(name for name in self.amber_by if name in unlimited))
        verdict: Verdict = "refuse" if refused else "amber" if amber else "pass"
        return replace(self, verdict=verdict, refused_by=refused, amber_by=amber)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Row":
        lists = {name: tuple(data[name]) for name in ("made_for", "refused_by", "amber_by")}
        return cls(**{**data, **lists})

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "values": {key: round(value, 4) for key, value in self.values.items()}}


def _gates(found: Mapping[str, str], wanted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key.partition(".")[0] for key, verdict in found.items() if verdict == wanted))


def _of(key: str, gate: str) -> bool:
    return key.partition(".")[0] == gate
