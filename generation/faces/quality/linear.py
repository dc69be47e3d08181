"""One thing told from another by a weighted sum of numbers, as it is trained, written and read again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from generation.faces.values import Floats

REACH: Final = 5  # standard deviations: what lies beyond counts as that far


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Log-odds of one thing against another: a weighted sum of numbers in standard deviations, none beyond REACH."""

    mean: Floats
    spread: Floats
    weights: Floats
    bias: float

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Linear":
        mean, spread, factors = (np.array(stored[name], np.float32) for name in ("mean", "spread", "weights"))
        return cls(mean, spread, factors, stored["bias"])

    def odds(self, numbers: Floats) -> float:
        """Natural logarithm of them."""
        return float(np.clip((numbers - self.mean) / self.spread, -REACH, REACH) @ self.weights) + self.bias

    def probability(self, numbers: Floats) -> float:
        return float(1 / (1 + np.exp(-self.odds(numbers))))

    def stored(self) -> dict[str, Any]:
        """Five digits each, as `of` reads it."""
        named = {"mean": self.mean, "spread": self.spread, "weights": self.weights}
        return {
            **{name: [_short(each) for each in values] for name, values in named.items()},
            "bias": _short(self.bias),
        }


def saved(file: Path, models: Mapping[str, Linear]) -> str:
    """Write them by name; the digest of the file is given back."""
    data = json.dumps({name: each.stored() for name, each in models.items()}) + "\n"
    file.write_text(data)
    return hashlib.sha256(data.encode()).hexdigest()


def _short(value: float) -> float:
    return float(f"{value:.5g}")
