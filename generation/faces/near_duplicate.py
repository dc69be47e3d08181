"""Whether two pictures show one and the same exposure: re-cropped, mirrored, made grey, re-encoded, but not taken anew."""

from typing import Final

import cv2
import numpy as np

from generation.faces.geometry import face_frame, warp
from generation.faces.single_face import subject
from generation.faces.values import Face, Floats, Picture, SamePicture

SAME: Final = 0.92  # correlation of aligned faces; docs/decisions/0002-faces.md has the measured spread
FRAME: Final = 64  # the eyes half a frame apart: forehead to chin, hardly any background


def same_picture(a: Picture, b: Picture, *, faces: tuple[Face | None, Face | None] = (None, None)) -> SamePicture:
    """Compare two pictures of the same person, also mirrored. No face is looked for where one is given.

    Raises FaceError when a picture has no single face, and ValueError.
    """
    first, second = (_aligned(picture, known or subject(picture)) for picture, known in zip((a, b), faces, strict=True))
    correlation = max(_correlation(first, second), _correlation(first, np.ascontiguousarray(second[:, ::-1])))
    return SamePicture(same=correlation >= SAME, correlation=correlation)


def _aligned(picture: Picture, face: Face) -> Floats:
    matrix = face_frame(face, size=FRAME, eyes_apart=0.5, eyes_down=0.4)
    grey = cv2.cvtColor(warp(picture, matrix, FRAME), cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0), np.float32)


def _correlation(a: Floats, b: Floats) -> float:
    # Not registered any further: an affine step lifts other pictures of a person more than it lifts copies.
    if a.std() == 0 or b.std() == 0:
        return 0.0
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])
