"""Small dark places of a face's skin: moles, freckles, scars, and with them the knots of creases and stubble.

A crease is deep across and flat along itself, a mole is deep both ways. So the shallower of the two counts: in a face full of
creases a mole stands out as it does in a smooth one.
"""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation import skin as skins
from generation.discs import disc
from generation.faces import topology
from generation.faces.values import Floats

SIZES: Final = ((2.0, 0.08), (3.5, 0.16))  # sigma in pixels of the face frame (marks of 2 to 4 mm, of up to 6 mm), and
# how deep one is at least, in stops of curvature times the square of sigma: broad shade is lifted by every honest light
CLEAR: Final = 1.0  # times the skin's own spread: grain is no mark
KNOT: Final = 4.0  # standard deviations of the grain that its own knots may have, in some ten thousand places
FINE: Final = 0.7  # pixels: what is finer is grain
OF_FINE: Final = 0.7  # of white noise is left when what is broader is taken away
AROUND: Final = 6.0  # pixels in which grain is alike
FEWEST: Final = 225  # pixels of bare face
WITHIN: Final = 0.97  # of the face's outline: the far cheek of a turned face is narrow
WITHIN_PERSON: Final = 4  # pixels to either side of its edge: what lies there is half the room's
RIM: Final = 2  # pixels: the edge of the skin against hair is no mark
_HOLES: Final = (
    *((topology.EYE_RIGHT, 1.7), (topology.EYE_LEFT, 1.7), (topology.BROW_RIGHT, 1.4), (topology.BROW_LEFT, 1.4)),
    *((topology.LIPS, 1.3), (np.array([48, 278, 64, 294, 98, 327, 2], np.intp), 1.3)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Of one size: every pixel that is clearly one, i64[n, 2] (row, column) in the face frame, and how deep, f32[n]."""

    sigma: float
    places: NDArray[np.int64]
    depths: Floats


def found(stops: Floats, points: Floats, texture: Floats, person: Floats) -> tuple[Marks, ...]:
    """The dark places of the bare face, size by size; none where hardly any of it is bare.

    log2 luminance, the strict mask of skin and the person f32[H, W], and the mesh f32[468, 2], in the face frame.
    """
    where = _bare(points, texture) & (cv2.erode(np.asarray(person > 0.5, np.uint8), disc(WITHIN_PERSON)) > 0)
    if where.sum() < FEWEST:
        return ()
    noise = grain(stops)
    return tuple(_of_size(depth(stops, sigma), where, sigma, np.maximum(deep, noise / sigma)) for sigma, deep in SIZES)


def depth(stops: Floats, sigma: float) -> Floats:
    """How dark each pixel is against all sides: the smaller curvature of the light around it, below 0 where one is none."""
    soft = light.blurred(stops, sigma)
    down, across = (np.asarray(cv2.Sobel(soft, cv2.CV_32F, *order, ksize=3)) / 4 for order in ((0, 2), (2, 0)))
    askew = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 1, 1, ksize=3)) / 4
    return np.asarray(sigma**2 * ((down + across) / 2 - np.hypot((down - across) / 2, askew)), np.float32)


def grain(stops: Floats) -> Floats:
    """How deep, times sigma, a knot of the photo's own grain may be at each pixel, f32[H, W].

    White noise of standard deviation n has sqrt(3 / 16 pi) n / sigma of this curvature. In dark places one code of an
    8-bit picture is a large part of a stop, and a sharpened one has stops of grain there.
    """
    fine = stops - light.blurred(stops, FINE)
    own = np.sqrt(light.blurred(fine * fine, AROUND)) / np.float32(OF_FINE)
    return np.asarray(KNOT * math.sqrt(3 / (16 * math.pi)) * own, np.float32)


def _of_size(depths: Floats, where: NDArray[np.bool_], sigma: float, deep: Floats) -> Marks:
    spread = 1.4826 * float(np.median(np.abs(depths[where] - np.median(depths[where]))))
    clear = where & (depths > np.maximum(deep, CLEAR * spread))
    return Marks(sigma, np.argwhere(clear), depths[clear])


def _bare(points: Floats, texture: Floats) -> NDArray[np.bool_]:
    """The face without features, hair and cloth; small holes in the skin's mask are closed, for a mark is one."""
    inside = skins.outline(texture.shape, points, WITHIN)
    for group, factor in _HOLES:
        inside *= 1 - skins.hull(texture.shape, skins.grown(points[group], factor))
    skin = np.asarray(texture > 0.3, np.uint8)
    closed = cv2.erode(cv2.morphologyEx(skin, cv2.MORPH_CLOSE, disc(10)), disc(RIM))
    return np.asarray((inside > 0.5) & (closed > 0))
