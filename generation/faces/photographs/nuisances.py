"""What a picture goes through on its way without becoming another thing: size, blur, exposure, grain, grey, JPEG, and being
enlarged again."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from generation.faces.values import Picture

Random = np.random.Generator


def damaged(square: Picture, random: Random) -> Picture:
    """A copy after a chance mixture of them; it may be smaller."""
    for share, damage in DAMAGES:
        if random.random() < share:
            square = damage(square, random)
    return square


def compressed(square: Picture, quality: int) -> Picture:
    data = cv2.imencode(".jpg", square[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


def grained(square: Picture, deviation: float, random: Random) -> Picture:
    return _codes(square + random.normal(0, deviation, square.shape))


def _smaller(square: Picture, random: Random) -> Picture:
    factor = random.uniform(0.35, 1)
    return np.asarray(cv2.resize(square, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def _blurred(square: Picture, random: Random) -> Picture:
    return np.asarray(cv2.GaussianBlur(square, (0, 0), random.uniform(0.4, 1.0)), np.uint8)


def _exposed(square: Picture, random: Random) -> Picture:
    return _codes(255 * (square / 255) ** random.uniform(0.7, 1.4) * random.uniform(0.8, 1.1))


def _grained(square: Picture, random: Random) -> Picture:
    return grained(square, random.uniform(2, 14), random)


def _greyed(square: Picture, _: Random) -> Picture:
    return np.repeat(np.asarray(cv2.cvtColor(square, cv2.COLOR_RGB2GRAY), np.uint8)[..., None], 3, axis=2)


def _compressed(square: Picture, random: Random) -> Picture:
    return compressed(square, int(random.integers(35, 95)))


def _enlarged(square: Picture, random: Random) -> Picture:
    side, factor = square.shape[0], random.uniform(0.4, 0.8)
    small = cv2.resize(square, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def _codes(values: np.ndarray) -> Picture:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


DAMAGES: Final[tuple[tuple[float, Callable[[Picture, Random], Picture]], ...]] = (
    (0.6, _smaller),
    (0.3, _blurred),
    (0.4, _exposed),
    (0.35, _grained),
    (0.4, _greyed),
    (0.7, _compressed),
    (0.2, _enlarged),
)
