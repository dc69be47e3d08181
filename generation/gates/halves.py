"""How alike the two halves of a face are in detail: its own skin against its mirror image, laid over it."""

from typing import Final

import cv2
import numpy as np

from generation import light
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
    onto = _onto(mirrored_points, points)
    mirrored = _over(np.ascontiguousarray(stops[:, ::-1]), onto)
    own, other = _detail(stops), _detail(mirrored)
    bare = cv2.erode(np.asarray(skin > 0.5, np.float32), np.ones((EDGE, EDGE), np.uint8))
    there = _over(np.ascontiguousarray(bare[:, ::-1]), onto)
    where = (bare > 0.5) & (there > 0.5)
    if where.sum() < PIXELS or min(own[where].std(), other[where].std()) < FLAT:
        return None
    flow = light.blurred(optical_flow(_relief(stops), _relief(mirrored)), SMOOTH)
    return float(np.corrcoef(own[where], moved(other, flow)[where])[0, 1])


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
