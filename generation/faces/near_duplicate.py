"""Whether two pictures show one and the same exposure: re-cropped, made grey, re-encoded or scaled, but not taken anew."""

from typing import Final

import cv2
import numpy as np

from generation.faces.geometry import face_frame, warp
from generation.faces.single_face import subject
from generation.faces.values import Floats, Picture, SamePicture

SAME: Final = 0.92  # correlation of aligned faces; docs/decisions/0002-faces.md has the measured spread
FRAME: Final = 64


def same_picture(a: Picture, b: Picture) -> SamePicture:
    """Compare two pictures of the same person; raises FaceError when one has no single face, and ValueError."""
    correlation = float(np.corrcoef(_aligned(a).ravel(), _aligned(b).ravel())[0, 1])
    return SamePicture(same=correlation >= SAME, correlation=correlation)


def _aligned(picture: Picture) -> Floats:
    matrix = face_frame(subject(picture), size=FRAME, eyes_apart=0.5, eyes_down=0.4)
    frame = warp(picture, matrix, FRAME)
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), np.float32)
