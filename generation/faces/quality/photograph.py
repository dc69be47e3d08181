"""Hints that the picture is no photograph of a person: painted, drawn, or photographed from a screen or a print.

They are lenient: a real photograph, also an old, small, grey or noisy one, should pass. What they miss is written down in
docs/decisions/0002-faces.md. The two models look at texture alone (quality.texture and feature maps of the mesh network);
none of it is kept.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from generation.faces import weights
from generation.faces.quality import periodicity
from generation.faces.quality.limits import component
from generation.faces.quality.scene import Scene
from generation.faces.values import Component, Floats

WHOLE: Final = 1280  # pixels at most: the square in which a screen's pixels are looked for
MODEL: Final = Path(__file__).with_name("photograph.json")
DIGEST: Final = "ca66e2b8fedf39fa1cd78330a8af087da2efc0b8d011b1bfe3e126d85c979626"


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Log-odds of one thing against another: a weighted sum of numbers in standard deviations, none beyond five."""

    mean: Floats
    spread: Floats
    weights: Floats
    bias: float

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Linear":
        mean, spread, factors = (np.array(stored[name], np.float32) for name in ("mean", "spread", "weights"))
        return cls(mean, spread, factors, stored["bias"])

    def probability(self, numbers: Floats) -> float:
        odds = float(np.clip((numbers - self.mean) / self.spread, -5, 5) @ self.weights) + self.bias
        return float(1 / (1 + np.exp(-odds)))


def painting(scene: Scene) -> Component:
    """How surely it is no photograph, where a painting is likelier than a drawing; less in the measure that it is not."""
    handmade, painted = _judged(scene)
    return component(
        "painting",
        handmade * min(1.0, painted / (1 - painted)),
        "This looks like a painting or a strongly filtered picture: use a photograph as the camera took it.",
    )


def drawing(scene: Scene) -> Component:
    """The same, where a drawing, an engraving or a cartoon is likelier than a painting."""
    handmade, painted = _judged(scene)
    return component(
        "drawing",
        handmade * min(1.0, (1 - painted) / painted),
        "This looks like a drawing or a cartoon: use a photograph as the camera took it.",
    )


def reshoot(scene: Scene) -> Component:
    """Whether a fine pattern repeats all over the face: pixels of a screen, their moire, the dots of a print."""
    face = scene.close_up(WHOLE)
    side = face.shape[0]
    surface = face[int(0.22 * side) : int(0.92 * side), int(0.18 * side) : int(0.82 * side)]
    return component(
        "reshoot",
        periodicity.strongest(np.ascontiguousarray(surface)),
        "This looks like a picture of a screen or of a printed page: send the photograph's own file instead.",
    )


def _judged(scene: Scene) -> tuple[float, float]:
    """How surely it is no photograph, and how surely, if it is none, it is painted rather than drawn; both 0 to 1."""
    numbers = scene.texture
    handmade, painted = _models()
    return handmade.probability(numbers), float(np.clip(painted.probability(numbers), 0.001, 0.999))


@cache
def _models() -> tuple[Linear, Linear]:
    path = weights.verified(MODEL, DIGEST, remedy="Restore generation/faces/quality from the repository.")
    stored = json.loads(path.read_text())
    return Linear.of(stored["handmade"]), Linear.of(stored["painted"])
