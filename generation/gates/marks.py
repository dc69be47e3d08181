"""Are moles, freckles and scars still there? Small dark places of the photo's skin, looked for again in the candidate."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation import skin as skins
from generation.faces import topology
from generation.faces.values import Floats
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Result

BAND: Final = (2.0, 5.0)  # sigmas in pixels of the face frame: marks of about 2 to 6 mm
DEEP: Final = 0.16  # stops below the skin around it, in the band
CLEAR: Final = 2.5  # times the skin's own spread in the band
APART: Final = 15  # pixels: nearer ones are one mark
NEAR: Final = 7  # pixels in which a mark may be found again
MOST: Final = 80  # the deepest ones: whoever has more freckles loses none alone
_HOLES: Final = (
    *((topology.EYE_RIGHT, 1.7), (topology.EYE_LEFT, 1.7), (topology.BROW_RIGHT, 1.4), (topology.BROW_LEFT, 1.4)),
    *((topology.LIPS, 1.3), (np.array([48, 278, 64, 294, 98, 327, 2], np.intp), 1.3)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Places i64[n, 2] (row, column) in the face frame and how many stops each is darker, f32[n]."""

    places: NDArray[np.int64]
    depths: Floats


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """The mark of which least is left. Nothing where the photo shows no clear mark or is too small to hold one."""
    found = marks(pair.reference)
    if not limits.limits["marks.kept"].applies(pair.scale) or len(found.depths) == 0:
        return ()
    left = float(kept(pair, found).min())
    result = limits.result(
        "marks.kept",
        left,
        good="Your moles and marks are where they were.",
        otherwise=f"A mole or mark of yours has faded: {max(0, round(100 * left))} % of one is left.",
    )
    return (result,)


def marks(subject: Subject) -> Marks:
    """The clearest dark places of the bare face. Creases and stubble count too: they must stay as well."""
    depth = -_band(subject.stops)
    where = _bare(subject)
    if where.sum() < APART**2:
        return Marks(np.zeros((0, 2), np.int64), np.zeros(0, np.float32))
    spread = 1.4826 * float(np.median(np.abs(depth[where] - np.median(depth[where]))))
    peak = cv2.dilate(depth, np.ones((APART, APART), np.uint8)) == depth
    places = np.argwhere(peak & where & (depth > max(DEEP, CLEAR * spread)))
    depths = depth[places[:, 0], places[:, 1]]
    first = np.argsort(-depths)[:MOST]
    return Marks(places[first], np.asarray(depths[first], np.float32))


def kept(pair: Pair, found: Marks) -> Floats:
    """Share of each mark's depth that the candidate still has, f32[n]."""
    depth = cv2.dilate(-_band(pair.registered), np.ones((NEAR, NEAR), np.uint8))
    return np.asarray(depth[found.places[:, 0], found.places[:, 1]] / found.depths, np.float32)


def _band(stops: Floats) -> Floats:
    return np.asarray(light.blurred(stops, BAND[0]) - light.blurred(stops, BAND[1]), np.float32)


def _bare(subject: Subject) -> NDArray[np.bool_]:
    """The face without features, hair and cloth; small holes in the skin's mask are closed, for a mark is one."""
    shape = subject.stops.shape
    inside = skins.region(shape, skins.grown(subject.points[topology.OVAL], 0.90))
    for group, factor in _HOLES:
        inside *= 1 - skins.hull(shape, skins.grown(subject.points[group], factor))
    skin = np.asarray(subject.skin.texture > 0.3, np.uint8)
    closed = cv2.erode(cv2.morphologyEx(skin, cv2.MORPH_CLOSE, _disc(21)), _disc(9))
    return np.asarray((inside > 0.5) & (closed > 0))


def _disc(side: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
