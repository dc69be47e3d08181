"""The skin-tone guard: whatever a look does, the person's skin keeps its lightness and its colour.

Without it 'nicer light' means lighter skin, and dark skin pays most: measured before it existed, nearly everybody was made
lighter and dark skin by half as much again (docs/decisions/0003-rendering.md).
"""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.engines.refine.grade import Grade, graded
from generation.engines.refine.scene import Scene
from generation.engines.refine.shading import Shading
from generation.faces.values import Floats, Picture

SOFT: Final = 0.10  # stops at polish 1, of the median of all face skin
HARD: Final = 0.15  # stops at any polish
HALVES: Final = 0.30  # stops by which the darker half may come closer to the lit one
CHROMA: Final = 0.04  # aimed at, to stay within the promised 5 % after rounding to codes
MOST_CHROMA: Final = 0.05  # promised of the finished picture
CODES: Final = 0.02  # stops that rounding to 8 bits may add to a median of dark skin
HUE: Final = 4.0  # degrees
COLOURED: Final = 8.0  # chroma below which hue means nothing
SAMPLE: Final = 20_000  # pixels of skin the guard is settled on
ROUNDS: Final = 8
DAMPING: Final = 0.7  # chroma answers more than proportionally to saturation in linear light


@dataclass(frozen=True, slots=True)
class Change:
    """What a look did to the skin: stops (median), stops of the dark half over the lit half's, chroma ratio, degrees."""

    stops: float
    halves: float
    chroma: float
    hue: float


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Pixels of the skin, linear [n, 3], and the maps of stops there."""

    linear: Floats
    local: Floats
    whole: Floats

    @classmethod
    def of(cls, scene: Scene, shading: Shading) -> "Sample":
        where = _skin(scene)
        return cls(scene.linear.reshape(-1, 3)[where], shading.local.ravel()[where], shading.whole.ravel()[where])

    def change(self, grade: Grade) -> Change:
        after = graded(self.linear, local=self.local, whole=self.whole, grade=grade).clip(0, 1)
        return change(self.linear, after)


def settle(scene: Scene, shading: Shading, wanted: Grade, *, polish: float) -> tuple[Grade, Change]:
    """The grade closest to the wanted one that keeps the skin within the guard, and what it does to the skin.

    The median of the skin moves by what the exposure alone asks for, softly capped: fill, key and contrast shape the
    light on the face, they do not make it lighter or darker.
    """
    sample = Sample.of(scene, shading)
    if len(sample.linear) == 0:
        return wanted, Change(0, 0, 1, 0)
    soft = max(SOFT * polish, 1e-6)
    aim = float(soft * np.tanh(wanted.exposure / soft))
    grade, seen = wanted, sample.change(wanted)
    coloured = not scene.black_and_white and _chroma(_lab(sample.linear)) > COLOURED
    for _ in range(ROUNDS):
        grade = _corrected(grade, seen, aim=aim, coloured=coloured)
        seen = sample.change(grade)
    return grade, seen


def at_the_end(scene: Scene, picture: Picture) -> Change:
    """What the finished picture did to the skin, after background and rounding to codes."""
    where = _skin(scene)
    if len(where) == 0:
        return Change(0, 0, 1, 0)
    return change(scene.linear.reshape(-1, 3)[where], light.linear(picture.reshape(-1, 3)[where]))


def holds(seen: Change, *, polish: float) -> bool:
    """Whether a finished picture keeps what is promised of the skin, but for what rounding to codes may add."""
    return abs(seen.stops) <= min(SOFT * polish, HARD) + CODES and abs(seen.chroma - 1) <= MOST_CHROMA


def change(before: Floats, after: Floats) -> Change:
    """Between linear pixels [n, 3] of the same skin, before and after."""
    dark = light.luminance(before)
    stops = np.log2(np.maximum(light.luminance(after), 1e-4) / np.maximum(dark, 1e-4))
    lit = dark >= np.median(dark)
    halves = float(np.median(stops[~lit]) - np.median(stops[lit])) if (~lit).any() else 0.0
    old, new = _lab(before), _lab(after)
    ratio = _chroma(new) / _chroma(old) if _chroma(old) > COLOURED else 1.0
    return Change(float(np.median(stops)), halves, ratio, _turn(old, new))


def _corrected(grade: Grade, seen: Change, *, aim: float, coloured: bool) -> Grade:
    exposure = float(np.clip(grade.exposure + aim - seen.stops, -0.6, 0.6))
    local = grade.local * (HALVES / seen.halves if seen.halves > HALVES else 1.0)
    if not coloured:
        return replace(grade, exposure=exposure, local=local)
    kept = float(np.clip(seen.chroma, 1 - CHROMA, 1 + CHROMA))
    step = (kept / max(seen.chroma, 1e-3)) ** DAMPING
    saturation = float(np.clip(grade.saturation * step, 0.80, 1.25))
    less = HUE / abs(seen.hue) if abs(seen.hue) > HUE else 1.0
    return replace(
        grade,
        exposure=exposure,
        local=local,
        saturation=saturation,
        temperature=grade.temperature * less,
        tint=grade.tint * less,
    )


def _skin(scene: Scene) -> NDArray[np.intp]:
    """Places of skin in the flattened picture, SAMPLE of them or all."""
    where = np.flatnonzero(scene.skin.light.ravel() > 0.6)
    return where[:: max(1, len(where) // SAMPLE)]


def _lab(linear: Floats) -> Floats:
    pixels = np.ascontiguousarray(linear, np.float32)[None]
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_LRGB2LAB)[0], np.float32)


def _chroma(lab: Floats) -> float:
    middle = np.median(lab, axis=0)
    return float(np.hypot(middle[1], middle[2]))


def _turn(old: Floats, new: Floats) -> float:
    """Degrees of hue between the medians, -180..180."""
    before, after = np.median(old, axis=0), np.median(new, axis=0)
    turned = np.degrees(np.arctan2(after[2], after[1]) - np.arctan2(before[2], before[1]))
    return float((turned + 180) % 360 - 180)
