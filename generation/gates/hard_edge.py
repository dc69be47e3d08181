"""Edges cut with scissors: outlines whose whole step happens within one pixel.

Before the photo's own room only light against its neighbours can be told. Before a new backdrop, which is even near the
person, the way into the person can be walked pixel by pixel: a lens and an honest matte leave the backdrop by degrees.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.faces.values import Floats, Picture

NEAREST: Final = 4.0  # pixels: a cut may lie so far beside where the mask sees it, in small pictures too
WIDE: Final = 8.0  # pixels of a picture of 1024 rows over which the backdrop is even
SEEN: Final = 0.06  # of the backdrop's light: what differs by less is backdrop
GRAIN: Final = 4.0  # times the backdrop's own spread, likewise
CLEAR: Final = 4.0  # times as much differs what is clearly person
LEAST_BESIDE: Final = 0.05  # share of backdrop around a pixel
FEWEST: Final = 200  # ways in: with fewer the outline says nothing
WHOLE: Final = 0.75  # of the step is there at once
WAYS: Final = ((0, 1), (0, -1), (1, 1), (1, -1))  # axis and direction of the way in


def hard_share(picture: Picture, person: Floats) -> float:
    """Share of the outline whose whole step of light happens within one pixel, 0..1."""
    unit = picture.shape[0] / 1024
    stops = light.stops(light.linear(picture))
    mask = (light.blurred(person, 3 * unit) > 0.5).astype(np.uint8)
    inside, outside = (cv2.distanceTransform(each, cv2.DIST_L2, 5) for each in (mask, 1 - mask))
    step = cv2.dilate(stops, np.ones((9, 9))) - cv2.erode(stops, np.ones((9, 9)))
    reach = max(5 * unit, NEAREST)
    near = (inside <= reach) & (outside <= reach)
    sharpest = cv2.dilate(np.asarray(_steps(stops) * near, np.float32), np.ones((5, 5)))
    line = (inside > 0) & (inside <= 1) & (step > 0.6) & _off_border(mask.shape, int(24 * unit))
    return float((sharpest[line] / step[line] > 0.66).mean()) if line.sum() > 50 else 0.0


def cut_share(picture: Picture, person: Floats) -> float:
    """Share of the ways into the person on which the backdrop is left at once, 0..1; 0 where hardly any is clear.

    The first pixel that is no backdrop is held against the one behind it: behind a cut it differs as much, on a soft edge
    far less. What the photo's old room left on the outermost pixel does not matter, for it differs too.
    """
    unit = picture.shape[0] / 1024
    mask = np.asarray(light.blurred(person, 3 * unit) > 0.5, np.uint8)
    depth = _distance(mask) - _distance(1 - mask)
    reach = max(5 * unit, NEAREST)
    differs, known = _from_backdrop(picture, depth < -reach, WIDE * max(unit, 0.5))
    even = known & (depth < -reach) & (depth > -4 * reach)
    least = max(SEEN, GRAIN * 1.4826 * float(np.median(differs[even]))) if even.any() else SEEN
    near = known & (np.abs(depth) <= reach) & _off_border(mask.shape, int(24 * unit))
    found = np.concatenate([_ways_in(differs, depth, near, least, way) for way in WAYS])
    return float(found.mean()) if len(found) > FEWEST else 0.0


def _from_backdrop(picture: Picture, behind: NDArray[np.bool_], wide: float) -> tuple[Floats, NDArray[np.bool_]]:
    """How far each pixel is from the backdrop beside it, as a share of its light, and where there is one beside it."""
    seen = light.linear(picture)
    weight = light.blurred(np.asarray(behind, np.float32), wide)
    backdrop = light.blurred(seen * behind[..., None], wide) / (weight[..., None] + np.float32(1e-4))
    away = np.linalg.norm(seen - backdrop, axis=2) / (np.linalg.norm(backdrop, axis=2) + np.float32(0.02))
    return np.asarray(away, np.float32), weight > LEAST_BESIDE


def _ways_in(
    differs: Floats, depth: Floats, near: NDArray[np.bool_], least: float, way: tuple[int, int]
) -> NDArray[np.bool_]:
    """Of each place where the backdrop ends in that direction and a person clearly begins: whether it ends at once."""
    axis, sign = way
    first, second = (np.roll(differs, -number * sign, axis) for number in (1, 2))
    inwards = np.roll(depth, -3 * sign, axis) > depth + 1.5
    ends = near & inwards & (differs < least) & (first >= least) & (np.maximum(first, second) > CLEAR * least)
    return np.asarray(first[ends] > WHOLE * second[ends])


def _distance(mask: NDArray[np.uint8]) -> Floats:
    return np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 5), np.float32)


def _steps(stops: Floats) -> Floats:
    steps = np.zeros_like(stops)
    steps[:, :-1] = np.abs(np.diff(stops, axis=1))
    steps[:-1] = np.maximum(steps[:-1], np.abs(np.diff(stops, axis=0)))
    return steps


def _off_border(shape: tuple[int, ...], margin: int) -> NDArray[np.bool_]:
    inside = np.zeros(shape, bool)
    inside[margin : shape[0] - margin, margin : shape[1] - margin] = True
    return inside
