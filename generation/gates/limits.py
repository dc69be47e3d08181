"""The limits of the gates: data under version, so that every stored verdict can name what it was held against."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import yaml

from generation.gates.values import Result, Verdict

FILE: Final = Path(__file__).resolve().parent / "thresholds.yaml"
FIELDS: Final = {"amber", "refuse", "worse", "scale", "source"}


class ThresholdError(ValueError):
    """A set of thresholds that does not exist or cannot be used."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Where one measure turns amber and where it refuses; `worse` says on which side. `scale` is the range of source
    scales (pixels of the face frame per pixel of the photo) in which the measure means anything."""

    amber: float | None
    refuse: float | None
    worse: Literal["above", "below"]
    source: str
    scale: tuple[float, float] = (0.0, float("inf"))

    def verdict(self, value: float) -> Verdict:
        """What could not be computed never passes."""
        if math.isnan(value):
            return "refuse" if self.refuse is not None else "amber"
        if self.refuse is not None and self._beyond(value, self.refuse):
            return "refuse"
        return "amber" if self.amber is not None and self._beyond(value, self.amber) else "pass"

    def applies(self, scale: float) -> bool:
        return self.scale[0] < scale <= self.scale[1]

    def _beyond(self, value: float, limit: float) -> bool:
        return value > limit if self.worse == "above" else value < limit


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One set, by its key; limits by 'gate.measure'."""

    key: str
    limits: Mapping[str, Limit]

    def has(self, gate: str) -> bool:
        """Whether the set has a limit for any measure of that gate."""
        return any(key.partition(".")[0] == gate for key in self.limits)

    def asks(self, key: str) -> bool:
        """Whether the set knows this measure: what was judged by an older set can be judged by it again."""
        return key in self.limits

    def result(self, key: str, value: float, *, good: str, otherwise: str) -> Result:
        """One measure held against its limit, with the sentence that fits the outcome."""
        limit = self.limits[key]
        gate, measure = key.split(".")
        verdict = limit.verdict(float(value))
        sentence = good if verdict == "pass" else otherwise
        return Result(gate, measure, float(value), limit.amber, limit.refuse, verdict, sentence)


@cache
def thresholds(key: str) -> Thresholds:
    """The set of that key. Raises ThresholdError when there is none or a limit is malformed."""
    sets: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if key not in sets:
        raise ThresholdError(f"There is no set of thresholds '{key}'; there are: {', '.join(sets)}.")
    return Thresholds(key, MappingProxyType({name: _limit(name, data) for name, data in sets[key].items()}))


def _limit(name: str, data: dict[str, Any]) -> Limit:
    unknown = data.keys() - FIELDS
    if unknown or data.get("worse") not in ("above", "below") or not data.get("source"):
        raise ThresholdError(
            f"{name}: needs 'worse' (above or below) and 'source'; unknown: {sorted(unknown) or 'none'}."
        )
    low, high = data.get("scale", (0.0, float("inf")))
    return Limit(data.get("amber"), data.get("refuse"), data["worse"], data["source"], (float(low), float(high)))
