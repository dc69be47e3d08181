"""Which pixels are person: the selfie segmenter on the picture, its mirror image and once more, closer, on the head."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from generation.faces.geometry import Source, reduced
from generation.faces.person_network import INPUT, probability
from generation.faces.values import Face, Floats, Picture, checked

Look = Callable[[Picture], Floats]

WORKING_SIDE: Final = 1024  # four times the network's own detail
REDUCED_SIDE: Final = 512
HEAD: Final = 2.1  # side of the head square in face sizes
RAISED: Final = 0.12  # of the head square: hair reaches further up than the chin down
INSIDE: Final = 0.7  # weight of the head pass inside its square
FADE: Final = 0.24  # of the head square: how wide its edge fades out


def segment(picture: Picture, face: Face) -> Floats:
    """Probability f32[H, W], 0..1, that a pixel is person. Raises ValueError for anything but uint8 H x W x 3."""
    height, width = checked(picture).shape[:2]
    return _resized(_seen(picture, face, WORKING_SIDE, _mirror_averaged), width, height)


def segment_reduced(picture: Source, face: Face) -> Floats:
    """The same of the whole picture in at most REDUCED_SIDE pixels, without a second look at its mirror image: enough where
    the edge does not matter, in a third of the time."""
    return _seen(picture, face, REDUCED_SIDE, _plain)


def _seen(picture: Source, face: Face, side: int, look: Look) -> Floats:
    height, width = picture.shape[:2]
    factor = min(1.0, side / max(height, width))
    small = reduced(picture, (max(1, round(width * factor)), max(1, round(height * factor))))
    return _with_head(small, face, factor, look)


def head_mask(frame: Picture) -> Floats:
    """Probability f32[H, W] of person in a frame that a head fills: one quick look."""
    return _plain(frame)


def _with_head(picture: Picture, face: Face, factor: float, look: Look) -> Floats:
    whole = look(picture)
    rows, columns, side = _head_square(face, factor, whole.shape)
    head = picture[rows, columns]
    height, width = whole.shape
    if head.size == 0 or (head.shape[0] >= 0.9 * height and head.shape[1] >= 0.9 * width):
        return whole
    closer = whole.copy()
    closer[rows, columns] = look(head)
    weight = INSIDE * _inside(whole.shape, rows, columns, side)
    return whole * (1 - weight) + closer * weight


def _head_square(face: Face, factor: float, shape: tuple[int, ...]) -> tuple[slice, slice, float]:
    side = HEAD * max(face.box.width, face.box.height) * factor
    x, y = (value * factor for value in face.box.centre)
    y -= RAISED * side
    return _range(y, side, shape[0]), _range(x, side, shape[1]), side


def _range(middle: float, side: float, length: int) -> slice:
    return slice(int(np.clip(middle - side / 2, 0, length)), int(np.clip(middle + side / 2, 0, length)))


def _inside(shape: tuple[int, ...], rows: slice, columns: slice, side: float) -> Floats:
    """1 well inside the head square, fading out towards its edges unless they are edges of the picture."""
    return np.outer(_ramp(rows, shape[0], side), _ramp(columns, shape[1], side)).astype(np.float32)


def _ramp(part: slice, length: int, side: float) -> Floats:
    start = part.start if part.start > 0 else -np.inf
    stop = part.stop if part.stop < length else np.inf
    place = np.arange(length, dtype=np.float32)
    t = np.clip(np.minimum(place - start, stop - place) / max(FADE * side, 1.0), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _mirror_averaged(picture: Picture) -> Floats:
    """Left-right mirrored pictures get mirrored answers; averaged at the network's own size, then enlarged once."""
    square = _square(picture)
    both = (probability(square) + probability(np.ascontiguousarray(square[:, ::-1]))[:, ::-1]) / 2
    return _resized(np.asarray(both, np.float32), picture.shape[1], picture.shape[0])


def _plain(picture: Picture) -> Floats:
    return _resized(probability(_square(picture)), picture.shape[1], picture.shape[0])


def _square(picture: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, (INPUT, INPUT), interpolation=cv2.INTER_AREA), np.uint8)


def _resized(seen: Floats, width: int, height: int) -> Floats:
    if seen.shape == (height, width):
        return seen
    resized = cv2.resize(seen, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(resized, np.float32).clip(0, 1)
