"""Earrings come in pairs: what one has lost where it is as dark as the leaves behind it has the shape of the other."""

from itertools import product
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.discs import disc
from generation.engines.refine.jewellery import Mask
from generation.faces import topology
from generation.faces.values import Floats, Picture

ROWS: Final = 400  # of the pictures in which shapes are compared
ALIKE: Final = 0.4  # of the other ear's thing is at least what may be completed by it
HELD: Final = 0.9  # share of what was found that lies within the other ear's shape
SIZES: Final = (1.0, 0.9, 0.8)  # times the other's: one ear is further away
SLIDES: Final = (0, -1, 1, -2, 2, -3, 3, -4, 4)  # pixels tried to every side

Place = tuple[int, int]


def completed(hanging: Floats, picture: Picture, points: Floats) -> Floats:
    """`hanging` f32[H, W] is how surely each pixel hangs from an ear; more of it comes back where the twin has more."""
    height, width = hanging.shape
    size = max(1, round(width * ROWS / height)), ROWS
    found = cv2.resize(hanging, size, interpolation=cv2.INTER_AREA) > 0.5
    middle = max(0, round(float(points[topology.NOSE_TIP, 0]) * ROWS / height))
    one, other = found.copy(), found.copy()
    one[:, middle:] = False
    other[:, :middle] = False
    if not (one.any() and other.any()):
        return hanging
    lab = np.asarray(cv2.cvtColor(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2LAB), np.uint8)
    steep = cv2.morphologyEx(lab, cv2.MORPH_GRADIENT, disc(1)).max(axis=2)
    more = (_twin(one, of=other, steep=steep) | _twin(other, of=one, steep=steep)).astype(np.float32)
    soft = np.asarray(cv2.resize(light.blurred(more, 0.8), (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    return np.maximum(hanging, light.smoothstep(soft, 0.35, 0.75))


def _twin(whole: Mask, *, of: Mask, steep: Picture) -> Mask:
    """The other ear's thing mirrored and laid so that it holds nearly all that was found here and ends where the colours
    change; nothing where it cannot."""
    none = np.zeros_like(of)
    if not ALIKE * whole.sum() < of.sum() < whole.sum():
        return none
    mirrored = np.ascontiguousarray(whole[:, ::-1]).astype(np.uint8)
    ways = (_laid(mirrored, _top(of), size, slide) for size in SIZES for slide in product(SLIDES, SLIDES))
    holding = (way for way in ways if (way & of).sum() > HELD * of.sum())
    return np.asarray(max(holding, key=lambda way: float(steep[_outline(way)].mean()), default=none))


def _laid(thing: NDArray[np.uint8], top: Place, size: float, slide: tuple[int, int]) -> Mask:
    """The thing in that size, its upper end a few pixels from `top`."""
    row, column = _top(thing > 0)
    moved = np.array(
        [[size, 0, top[1] + slide[1] - size * column], [0, size, top[0] + slide[0] - size * row]], np.float32
    )
    return np.asarray(cv2.warpAffine(thing, moved, thing.shape[::-1], flags=cv2.INTER_NEAREST) > 0)


def _outline(thing: Mask) -> Mask:
    return np.asarray(thing & (cv2.erode(thing.astype(np.uint8), disc(1)) == 0))


def _top(thing: Mask) -> Place:
    """Row and column of its upper end."""
    rows, columns = np.nonzero(thing)
    return int(rows.min()), int(np.median(columns))
