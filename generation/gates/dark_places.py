"""Small dark places of a face's skin: moles, freckles, scars, and creases and stubble with them."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation import skin as skins
from generation.faces import topology
from generation.faces.values import Floats

BAND: Final = (2.0, 5.0)  # sigmas in pixels of the face frame: marks of about 2 to 6 mm
DEEP: Final = 0.16  # stops below the skin around it, in the band
CLEAR: Final = 2.5  # times the skin's own spread in the band
APART: Final = 15  # pixels: nearer ones are one mark
MOST: Final = 80  # the deepest ones: whoever has more freckles loses none alone
WITHIN: Final = 0.97  # of the face's outline: the far cheek of a turned face is narrow
WITHIN_PERSON: Final = 9  # pixels across its edge: what lies there is half the room's
RIM: Final = 5  # pixels: the edge of the skin against hair is no mark
_HOLES: Final = (
    *((topology.EYE_RIGHT, 1.7), (topology.EYE_LEFT, 1.7), (topology.BROW_RIGHT, 1.4), (topology.BROW_LEFT, 1.4)),
    *((topology.LIPS, 1.3), (np.array([48, 278, 64, 294, 98, 327, 2], np.intp), 1.3)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Places i64[n, 2] (row, column) in the face frame and how many stops each is darker, f32[n]."""

    places: NDArray[np.int64]
    depths: Floats


def found(stops: Floats, points: Floats, texture: Floats, person: Floats) -> Marks:
    """The clearest dark places of the bare face. Creases and stubble count too: they must stay as well.

    log2 luminance, the strict mask of skin and the person f32[H, W], and the mesh f32[468, 2], in the face frame.
    """
    depth = -band(stops)
    where = _bare(points, texture) & (cv2.erode(np.asarray(person > 0.5, np.uint8), _disc(WITHIN_PERSON)) > 0)
    if where.sum() < APART**2:
        return Marks(np.zeros((0, 2), np.int64), np.zeros(0, np.float32))
    spread = 1.4826 * float(np.median(np.abs(depth[where] - np.median(depth[where]))))
    peak = cv2.dilate(depth, np.ones((APART, APART), np.uint8)) == depth
    places = np.argwhere(peak & where & (depth > max(DEEP, CLEAR * spread)))
    depths = depth[places[:, 0], places[:, 1]]
    first = np.argsort(-depths)[:MOST]
    return Marks(places[first], np.asarray(depths[first], np.float32))


def band(stops: Floats) -> Floats:
    return np.asarray(light.blurred(stops, BAND[0]) - light.blurred(stops, BAND[1]), np.float32)


def _bare(points: Floats, texture: Floats) -> NDArray[np.bool_]:
    """The face without features, hair and cloth; small holes in the skin's mask are closed, for a mark is one."""
    inside = skins.outline(texture.shape, points, WITHIN)
    for group, factor in _HOLES:
        inside *= 1 - skins.hull(texture.shape, skins.grown(points[group], factor))
    skin = np.asarray(texture > 0.3, np.uint8)
    closed = cv2.erode(cv2.morphologyEx(skin, cv2.MORPH_CLOSE, _disc(21)), _disc(RIM))
    return np.asarray((inside > 0.5) & (closed > 0))


def _disc(side: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
