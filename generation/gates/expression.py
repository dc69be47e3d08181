"""Are eyes, brows and mouth where they were? Openings and distances only: what a face feels is nobody's business here."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation.faces import topology as at
from generation.faces.values import Floats
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Result

NAMES: Final = (
    *("how far the mouth is open", "the width of the mouth", "the corners of the mouth"),
    *("how far one eye is open", "how far the other eye is open", "one brow", "the other brow"),
)
_MIRRORED: Final = [0, 1, 2, 4, 3, 6, 5]  # right and left change places in a mirror
_BROW_RIGHT, _BROW_LEFT = 105, 334


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """The largest change of any opening or distance, in eye distances (for the eyes: in widths of the eye)."""
    change = np.abs(apertures(pair.candidate) - apertures(pair.reference))
    which = NAMES[int(change.argmax())]
    result = limits.result(
        "expression.aperture",
        float(change.max()),
        good="Your eyes, brows and mouth are as in your photo.",
        otherwise=f"Something moved in your face: {which}.",
    )
    return (result,)


def apertures(subject: Subject) -> NDArray[np.float64]:
    """Seven numbers, f64[7], averaged over the picture and its mirror image: the mesh's noise is not the person's."""
    return (_measured(subject.points) + _measured(subject.mirrored_points)[_MIRRORED]) / 2


def _measured(points: Floats) -> NDArray[np.float64]:
    def apart(a: int, b: int) -> float:
        return float(np.linalg.norm(points[a] - points[b]))

    eyes = apart(at.OUTER_EYE_RIGHT, at.OUTER_EYE_LEFT)
    return np.array(
        [
            apart(at.UPPER_LIP_INNER, at.LOWER_LIP_INNER) / eyes,
            apart(at.MOUTH_RIGHT, at.MOUTH_LEFT) / eyes,
            _corners(points) / eyes,
            apart(at.UPPER_LID_RIGHT, at.LOWER_LID_RIGHT) / apart(at.OUTER_EYE_RIGHT, at.INNER_EYE_RIGHT),
            apart(at.UPPER_LID_LEFT, at.LOWER_LID_LEFT) / apart(at.OUTER_EYE_LEFT, at.INNER_EYE_LEFT),
            apart(_BROW_RIGHT, at.UPPER_LID_RIGHT) / eyes,
            apart(_BROW_LEFT, at.UPPER_LID_LEFT) / eyes,
        ]
    )


def _corners(points: Floats) -> float:
    """How far the corners of the mouth lie below the middle of the lips."""
    right, left = points[at.MOUTH_RIGHT], points[at.MOUTH_LEFT]
    middle = (points[at.UPPER_LIP_INNER] + points[at.LOWER_LIP_INNER]) / 2
    along = (left - right) / np.linalg.norm(left - right)
    return float(((right + left) / 2 - middle) @ np.array([-along[1], along[0]]))
