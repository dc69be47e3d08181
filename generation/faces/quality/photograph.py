"""Hints that the picture is no photograph of a person: painted, drawn, or photographed from a screen or a print.

They are lenient: a real photograph, also an old, small, grey or noisy one, should pass. What they miss is written down in
docs/photographs.md, with how they were trained. The two models look at texture alone (quality.texture and feature maps of the mesh network);
none of it is kept.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from generation.faces import weights
from generation.faces.quality import periodicity
from generation.faces.quality.limits import component
from generation.faces.quality.linear import Linear, saved
from generation.faces.quality.scene import Scene
from generation.faces.values import Component, Picture

DOWN, ACROSS = (0.22, 0.92), (0.18, 0.82)  # of that square: the face itself
WHOLE: Final = 1280  # pixels at most: the square in which a screen's pixels are looked for
MODEL: Final = Path(__file__).with_name("photograph.json")
REMEDY: Final = "Restore generation/faces/quality from the repository, or train again: manage.py train_photograph."
DIGEST: Final = "1dc90253a8fb082ba3da9ecea00cbefc1731bdde30f4e3ca1d43fbded10ab255"


class Models(NamedTuple):
    """Made by hand or photographed; and if made by hand, painted or drawn."""

    handmade: Linear
    painted: Linear


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
    return component(
        "reshoot",
        periodicity.strongest(scene.part(WHOLE, down=DOWN, across=ACROSS)),
        "This looks like a picture of a screen or of a printed page: send the photograph's own file instead.",
    )


def pattern(square: Picture) -> float | None:
    """How strongly one repeats on the face within a square around it, in nepers; None when it is too small to tell."""
    side = square.shape[0]
    rows, columns = (slice(int(low * side), int(high * side)) for low, high in (DOWN, ACROSS))
    surface = square[rows, columns]
    return periodicity.strongest(np.ascontiguousarray(surface))


def save(file: Path, models: Models) -> str:
    """Write both models; the digest of the file is given back, for DIGEST."""
    return saved(file, models._asdict())


def _judged(scene: Scene) -> tuple[float, float]:
    """How surely it is no photograph, and how surely, if it is none, it is painted rather than drawn; both 0 to 1."""
    numbers = scene.texture
    handmade, painted = _models()
    return handmade.probability(numbers), float(np.clip(painted.probability(numbers), 0.001, 0.999))


@cache
def _models() -> Models:
    stored = json.loads(weights.verified(MODEL, DIGEST, remedy=REMEDY).read_text())
    return Models(Linear.of(stored["handmade"]), Linear.of(stored["painted"]))
