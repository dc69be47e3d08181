"""Everything one labelled picture is asked: the examples it teaches, whether a pattern is found on it, and on a screen."""

from dataclasses import dataclass

import numpy as np

from generation.faces.photographs.labels import Labelled
from generation.faces.photographs.screens import Shot, shot_of
from generation.faces.photographs.training import Example, examples, square_of
from generation.faces.quality.photograph import WHOLE, pattern
from generation.faces.quality.scene import CLOSE, Scene
from generation.faces.values import Face, Picture


@dataclass(frozen=True, slots=True)
class Look:
    labelled: Labelled
    examples: tuple[Example, ...]
    pattern: float | None
    shot: Shot | None


def look(picture: Picture, face: Face, labelled: Labelled) -> Look:
    """Photographs alone are put on a screen."""
    scene = Scene(picture, face)
    screen = None
    if labelled.kind == "photograph":
        screen = shot_of(scene.close_up(CLOSE), np.random.default_rng([labelled.source.seed, 1]))
    taught = tuple(examples(square_of(scene), labelled))
    return Look(labelled, taught, pattern(scene.close_up(WHOLE)), screen)
