"""The appearance of one picture as numbers that can be stored, and one change between two of them. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

VERSION: Final = "appearance-1"  # whoever changes what a number means changes this: stored ones are measured again
KINDS: Final = ("glasses", "facial_hair", "hair_colour", "hair_length", "baldness")
LEVELS: Final = (44, 28)  # pixels between the outer eye corners that pictures are reduced to; thin rims vanish below 28

Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Appearance:
    """One picture. `levels` has per level: rims (steps of CIELAB lightness), skin and hair (CIELAB, light levelled),
    texture (logarithm of the fine detail over the cheek's) and shares of person beside the face.

    `attributes` are the learned values by name. `doubts` says, per kind or under "all", why it cannot be told.
    """

    version: str
    eye_distance: float
    levels: Mapping[int, Numbers]
    attributes: Numbers
    attributes_version: str = ""
    doubts: Mapping[str, str] = field(default_factory=dict)

    def doubt(self, kind: str) -> str:
        """Why this kind cannot be told from this picture; empty when it can."""
        return self.doubts.get("all") or self.doubts.get(kind, "")

    def as_json(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "eye_distance": round(self.eye_distance, 1),
            "levels": {str(level): _rounded(numbers) for level, numbers in self.levels.items()},
            "attributes": _rounded(self.attributes),
            "attributes_version": self.attributes_version,
            "doubts": dict(self.doubts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Appearance":
        levels = {int(level): numbers for level, numbers in data["levels"].items()}
        return cls(**{**data, "levels": levels})


@dataclass(frozen=True, slots=True)
class Change:
    """One kind: signed, positive when the later picture shows more of it, in spreads of real unchanged pairs.

    `difference` is None when it cannot be told, and `reason` says why. `counts` is whether the measure has earned its place
    in decisions; one that has not is shown and decides nothing.
    """

    kind: str
    difference: float | None
    counts: bool
    reason: str

    def as_json(self) -> dict[str, Any]:
        difference = None if self.difference is None else round(self.difference, 3)
        return {"kind": self.kind, "difference": difference, "counts": self.counts, "reason": self.reason}


def _rounded(numbers: Numbers) -> dict[str, float]:
    return {name: round(value, 4) for name, value in numbers.items()}
