"""Edges cut with scissors: outlines whose whole step of light happens within one pixel."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.faces.values import Floats, Picture

NEAREST: Final = 4.0  # pixels: a cut may lie so far beside where the mask sees it, in small pictures too


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


def _steps(stops: Floats) -> Floats:
    steps = np.zeros_like(stops)
    steps[:, :-1] = np.abs(np.diff(stops, axis=1))
    steps[:-1] = np.maximum(steps[:-1], np.abs(np.diff(stops, axis=0)))
    return steps


def _off_border(shape: tuple[int, ...], margin: int) -> NDArray[np.bool_]:
    inside = np.zeros(shape, bool)
    inside[margin : shape[0] - margin, margin : shape[1] - margin] = True
    return inside
