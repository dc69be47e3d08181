"""Cutting the upright chip that the encoder was trained on: dlib's own five-point model and its own resampling.

Templates stay interchangeable only because not one pixel of a chip differs from what face_recognition cuts.
"""

import threading
from functools import cache
from typing import Any, Final

import numpy as np

from generation.faces import weights
from generation.faces.encoder import location
from generation.faces.published.resnet import CHIP
from generation.faces.values import Face, Picture, checked

PADDING: Final = 0.25  # of the chip, around the five points: the default of dlib.get_face_chip

_lock = threading.Lock()


def chip(picture: Picture, face: Face) -> Picture:
    """The face upright, uint8[150, 150, 3]. Raises FaceError weights_missing or weights_changed, and ValueError."""
    import dlib

    contiguous = np.ascontiguousarray(checked(picture))
    top, right, bottom, left = location(face)
    points = _predictor()(contiguous, dlib.rectangle(left, top, right, bottom))
    return np.asarray(dlib.get_face_chip(contiguous, points, size=CHIP, padding=PADDING), np.uint8)


def warm_up() -> None:
    """Load the five-point model; raises FaceError weights_missing or weights_changed."""
    _predictor()


def _predictor() -> Any:
    with _lock:
        return _loaded()


@cache
def _loaded() -> Any:
    import dlib

    weights.check_reference_encoder()
    return dlib.shape_predictor(str(weights.reference_folder() / "shape_predictor_5_face_landmarks.dat"))
