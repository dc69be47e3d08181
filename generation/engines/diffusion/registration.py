"""A donor laid over the photo, or refused: its light is only the person's if its face lies where theirs does."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import faces
from generation.engines.base import EngineError
from generation.faces import topology
from generation.faces.values import Face, Floats, Picture

DIFFERENT: Final = 0.03  # eye distances: relit .005-.021, with a smile of 5 % up to .025, other people .037-.125
FAR: Final = 0.6  # eye distances that the eyes may lie elsewhere in the frame


def registered(donor: Picture, face: Face) -> Picture:
    """The donor moved, turned and scaled so that its face lies on the photo's, whose face is `face`.

    Raises EngineError donor_differs when it shows no such face: another pose, another shape, or none at all.
    """
    try:
        seen = faces.subject(donor)
    except faces.FaceError as problem:
        raise EngineError("donor_differs", f"The model's picture does not show this face: {problem}") from problem
    matrix, left_over, away = similarity(seen.points, face.points)
    if left_over > DIFFERENT or away > FAR:
        raise EngineError(
            "donor_differs",
            "The model's picture shows another pose or shape of the face "
            f"(by {100 * left_over:.0f} % of the distance of the eyes), so its light is not used.",
        )
    height, width = donor.shape[:2]
    moved = cv2.warpAffine(donor, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def similarity(points: Floats, onto: Floats) -> tuple[NDArray[np.float64], float, float]:
    """The 2 x 3 matrix that best lays the mesh f32[468, 2] on the other (Umeyama 1991), the root mean square that is
    left, and how far the middle moved; both in eye distances."""
    here, there = points.astype(np.float64), onto.astype(np.float64)
    middle, target = here.mean(axis=0), there.mean(axis=0)
    turned = (here - middle).view(np.complex128)[:, 0]
    wanted = (there - target).view(np.complex128)[:, 0]
    factor = np.vdot(turned, wanted) / np.vdot(turned, turned).real
    eyes = float(np.linalg.norm(there[topology.OUTER_EYE_RIGHT] - there[topology.OUTER_EYE_LEFT]))
    left = float(np.sqrt(np.mean(np.abs(factor * turned - wanted) ** 2))) / eyes
    linear = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    matrix = np.column_stack([linear, target - linear @ middle])
    return matrix, left, float(np.linalg.norm(target - middle)) / eyes
