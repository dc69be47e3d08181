"""Heads that are seen from the side: the face mesh knows none, so a second network says whether a doubtful place is one.

It is dlib's detector (max-margin, published by Davis King into the public domain), asked about the small crop around one
place: 10 to 20 ms, and hardly any picture has such a place.
"""

from typing import Final

import numpy as np

from generation.faces.geometry import Source, Square, apply
from generation.faces.published import heads
from generation.faces.published.mmod import WINDOW
from generation.faces.values import Box, Detection

CROP: Final = 160  # pixels, both sides: half a head of margin all around
CONFIDENCE: Final = 0.3  # turned heads had .7 to 1.1, one place in some 60 that were none had .1
OVERLAP: Final = 0.3  # of the two boxes: the head found must be the one that was doubted, not its neighbour


def is_head(picture: Source, place: Detection) -> bool:
    """Whether a head is at this place, turned however it likes. Raises FaceError weights_missing or weights_changed."""
    square = Square(place.box.centre, max(place.box.width, place.box.height, 1.0) * CROP / WINDOW, 0.0)
    found = heads.hits(square.cut(picture, CROP), above=CONFIDENCE)
    return any(_in_picture(hit.box, square).overlap(place.box) > OVERLAP for hit in found)


def warm_up() -> None:
    """Load the network now; raises FaceError weights_missing or weights_changed."""
    heads.warm_up()


def _in_picture(box: Box, square: Square) -> Box:
    corners = np.array([[box.left, box.top], [box.right, box.bottom]], np.float64)
    low, high = apply(square.to_picture(CROP), corners)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
