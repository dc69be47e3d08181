"""Faces photographed from simulated screens: what the hint `reshoot` is judged on, for there are no real ones to be had."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from generation.faces.counterfeits import Screen, shot
from generation.faces.photographs.nuisances import compressed, grained
from generation.faces.quality.photograph import pattern
from generation.faces.values import Picture

SMALLEST: Final = 200  # pixels: a smaller square has too few for what a camera would see of a screen
PITCHES: Final = (0.7, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0)  # camera pixels for each pixel of the screen
LENSES: Final = (0.4, 0.8, 1.2)  # camera pixels: standard deviation of the blur, more when the screen is nearer
NEAR: Final = 2.5  # camera pixels a screen pixel from which the blur grows with nearness
TURN: Final = 12.0  # degrees at most
GRAIN: Final = 3.0  # codes


@dataclass(frozen=True, slots=True)
class Shot:
    """How strong the pattern is on one simulated screen behind a lens; see `quality.periodicity`."""

    lens: float
    pattern: float | None


def shot_of(square: Picture, random: np.random.Generator) -> Shot | None:
    """The face on a screen at a distance, an angle and behind a lens drawn by chance; None when it is too small."""
    if square.shape[0] < SMALLEST:
        return None
    pitch, lens = float(random.choice(PITCHES)), float(random.choice(LENSES))
    screen = Screen(pitch, float(random.uniform(-TURN, TURN)), lens * max(1.0, pitch / NEAR))
    seen = grained(shot(square, screen, float(random.uniform(0.4, 1))), GRAIN, random)
    return Shot(lens, pattern(compressed(seen, int(random.integers(75, 95)))))
