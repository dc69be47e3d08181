"""Heads that are seen from the side: the face mesh knows none, so a second network says whether a doubtful place is one.

dlib's detector (max-margin, published by Davis King into the public domain) is slow on whole pictures and quick on the
small crop around one place: 0.13 s, and hardly any picture has such a place.
"""

import threading
from functools import cache
from typing import Any, Final

import numpy as np

from generation.faces import weights
from generation.faces.geometry import Square, apply
from generation.faces.values import Box, Detection, Picture

HEAD: Final = 80  # pixels: the smallest head that the network was trained to see
CROP: Final = 160  # pixels, both sides: half a head of margin all around
CONFIDENCE: Final = 0.3  # turned heads had .7 to 1.1, one place in some 60 that were none had .1
OVERLAP: Final = 0.3  # of the two boxes: the head found must be the one that was doubted, not its neighbour

_lock = threading.Lock()  # dlib's nets keep their last activations: one caller at a time


def is_head(picture: Picture, place: Detection) -> bool:
    """Whether a head is at this place, turned however it likes. Raises FaceError weights_missing or weights_changed."""
    square = Square(place.box.centre, max(place.box.width, place.box.height, 1.0) * CROP / HEAD, 0.0)
    crop = np.ascontiguousarray(square.cut(picture, CROP))
    with _lock:
        hits = _network()(crop, 0)
    return any(
        hit.confidence > CONFIDENCE and _in_picture(hit.rect, square).overlap(place.box) > OVERLAP for hit in hits
    )


def warm_up() -> None:
    """Load the network now; raises FaceError weights_missing or weights_changed."""
    with _lock:
        _network()


def _in_picture(rect: Any, square: Square) -> Box:
    corners = np.array([[rect.left(), rect.top()], [rect.right(), rect.bottom()]], np.float64)
    low, high = apply(square.to_picture(CROP), corners)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


@cache
def _network() -> Any:
    import dlib

    return dlib.cnn_face_detection_model_v1(str(weights.turned_heads()))
