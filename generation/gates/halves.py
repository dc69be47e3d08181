"""The two halves of a face: how alike they are in detail, and how much of one was laid over the other."""

from typing import Final

import cv2
import numpy as np

from generation import light
from generation.faces import topology
from generation.faces.geometry import Matrix
from generation.faces.values import Floats
from generation.gates.registration import moved, optical_flow

EDGE: Final = 17  # pixels kept from the rim of the skin
PIXELS: Final = 2000  # of skin that has skin in its mirror: fewer say nothing
BAND: Final = (2.0, 7.0)  # sigmas in pixels of the face frame: creases and relief, not pores
SMOOTH: Final = 12.0  # pixels: the flow follows shape, never detail
FLAT: Final = 1e-4  # stops of spread, far below one 8-bit step


def alike(stops: Floats, skin: Floats, points: Floats, mirrored_points: Floats) -> float | None:
    """Correlation of the skin's detail with that of its mirror image; None with too little of it.

    `stops` and `skin` f32[H, W] and `points` f32[468, 2] are in the face frame, `mirrored_points` in the mirrored one.
    """
    onto, mirrored = mirror(stops, points, mirrored_points)
    own, other = _detail(stops), _detail(mirrored)
    bare = cv2.erode(np.asarray(skin > 0.5, np.float32), np.ones((EDGE, EDGE), np.uint8))
    there = _over(np.ascontiguousarray(bare[:, ::-1]), onto)
    where = (bare > 0.5) & (there > 0.5)
    if where.sum() < PIXELS or min(own[where].std(), other[where].std()) < FLAT:
        return None
    flow = light.blurred(optical_flow(_relief(stops), _relief(mirrored)), SMOOTH)
    return float(np.corrcoef(own[where], moved(other, flow)[where])[0, 1])


def mirror(stops: Floats, points: Floats, mirrored_points: Floats) -> tuple[Matrix, Floats]:
    """The picture's mirror image laid over it by the meshes, and how."""
    onto = _onto(mirrored_points, points)
    return onto, _over(np.ascontiguousarray(stops[:, ::-1]), onto)


def mixed(own: Floats, mirrored: Floats, candidate: Floats, skin: Floats, points: Floats) -> float | None:
    """How much of the mirror image the candidate has that the photo has not, the worse half; None with too little skin.

    A partial correlation, 0 for none of it: whatever the candidate has of the photo itself is taken out first, so a
    change of light or contrast does not count. All maps are log2 luminance f32[H, W] in the photo's face frame.
    """
    flow = light.blurred(optical_flow(_relief(candidate), _relief(mirrored), quick=True), SMOOTH)
    seen, kept, other = _detail(candidate), _detail(own), moved(_detail(mirrored), flow)
    bare = cv2.erode(np.asarray(skin > 0.5, np.float32), np.ones((EDGE, EDGE), np.uint8)) > 0.5
    right = np.arange(own.shape[1])[None] < float(points[topology.NOSE_BASE, 0])
    halves = [bare & side for side in (right, ~right)]
    found = [_beyond(seen[half], other[half], kept[half]) for half in halves if half.sum() >= PIXELS]
    return max(found) if found else None


def _beyond(seen: Floats, other: Floats, kept: Floats) -> float:
    """Correlation of two maps without what either has of a third."""
    a, b = (
        each - kept * float((each * kept).mean() / max(float((kept * kept).mean()), FLAT**2)) for each in (seen, other)
    )
    if min(a.std(), b.std()) < FLAT:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _detail(stops: Floats) -> Floats:
    return np.asarray(light.blurred(stops, BAND[0]) - light.blurred(stops, BAND[1]), np.float32)


def _relief(stops: Floats) -> Floats:
    return np.asarray(light.blurred(stops, 1.2) - light.blurred(stops, 20.0), np.float32)


def _onto(source: Floats, target: Floats) -> Matrix:
    """The affine map between two meshes, least squares, 2 x 3."""
    solution, *_ = np.linalg.lstsq(np.column_stack([source, np.ones(len(source))]), target, rcond=None)
    return np.asarray(solution.T, np.float64)


def _over(image: Floats, matrix: Matrix) -> Floats:
    return np.asarray(cv2.warpAffine(image, matrix, image.shape[::-1]), np.float32)
