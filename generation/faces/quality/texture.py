"""The texture of a face in numbers, for telling a photograph from a painting or a drawing of one.

Measured on the face alone, so that clothes and frames say nothing, at its own resolution (at most SIDE) and at half of it,
after contrast was levelled, so that light and skin tone say little. Nothing here knows a shape: it is no template.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from generation.faces.quality import mesh_maps
from generation.faces.values import Floats, Picture

SIDE: Final = 256  # of the square around the face; a smaller one is never enlarged
HALF: Final = 128
LEVEL: Final = 50.0  # codes: the standard deviation to which grey is brought
TOP, BOTTOM, LEFT, RIGHT = 0.2, 0.95, 0.15, 0.85  # shares of the square: brows to chin, cheek to cheek
NEIGHBOURS: Final = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
BANDS: Final = (0.03, 0.045, 0.0675, 0.1, 0.15, 0.22, 0.33)  # cycles a pixel, each half as wide again as its start


def numbers_of(square: Picture) -> Floats:
    """Numbers f32[664] of a square uint8 n x n x 3 around a face, eyes level (`Scene.close_up`): what `describe` gives,
    then mean and spread of some feature maps of the mesh network. Raises FaceError weights_missing or weights_changed."""
    own = square if square.shape[0] <= SIDE else resized(square, SIDE)
    return np.concatenate([describe(own), mesh_maps.numbers_of(resized(own, mesh_maps.MESH_SIDE))])


def describe(square: Picture) -> Floats:
    """Texture alone, f32[216]."""
    own = square if square.shape[0] <= SIDE else resized(square, SIDE)
    half = resized(square, HALF)
    numbers = [np.log(own.shape[0]), *_grey(own), *_grey(half), *_colour(_face(half))]
    return np.array(numbers, np.float32)


def resized(picture: Picture, side: int) -> Picture:
    """The square with another side, without aliasing."""
    method = cv2.INTER_AREA if picture.shape[0] > side else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (side, side), interpolation=method), np.uint8)


def _face(square: Picture) -> Picture:
    side = square.shape[0]
    return square[int(TOP * side) : int(BOTTOM * side), int(LEFT * side) : int(RIGHT * side)]


def _grey(square: Picture) -> Iterator[float]:
    grey = cv2.cvtColor(np.ascontiguousarray(_face(square)), cv2.COLOR_RGB2GRAY).astype(np.float32)
    spread = float(grey.std()) + 5
    level = grey * np.float32(LEVEL / spread)
    coarse = _halved(level)
    yield from _steps(level)
    yield np.log(spread)
    for each in (level, coarse):
        yield from _patterns(each)
        yield from _patterns(-each)[:9]
    yield from _variation(level)
    yield from _coherence(level)
    yield from _spectrum(level)
    yield from np.diff(np.percentile(grey, (2, 10, 25, 50, 75, 90, 98))) / spread


def _halved(grey: Floats) -> Floats:
    return np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.float32)


def _steps(grey: Floats) -> Iterator[float]:
    """How steps between neighbours are distributed: flat areas with hard edges, or grain everywhere; at three scales."""
    for _ in range(3):
        across, down = np.diff(grey, axis=1)[:-1], np.diff(grey, axis=0)[:, :-1]
        for steps in (across, down, np.diff(np.diff(grey, axis=0), axis=1)):
            sizes = np.abs(steps)
            mean = sizes.mean() + 0.3
            yield np.log(mean)
            yield np.log((steps**2).mean() + 0.1) - 2 * np.log(mean)
            yield (sizes < 1).mean()
            yield (sizes > 4 * mean).mean()
            middle, most = np.percentile(sizes, (50, 99))
            yield np.log(most + 1) - np.log(middle + 1)
        grey = _halved(grey)


def _uniform() -> np.ndarray:
    """For each code of eight neighbours: how many are brighter, or 9 where they change sides more than twice."""
    bits = (np.arange(256)[:, None] >> np.arange(8)) & 1
    changes = (bits != np.roll(bits, -1, axis=1)).sum(axis=1)
    return np.where(changes <= 2, bits.sum(axis=1), 9)


UNIFORM: Final = _uniform()


def _patterns(grey: Floats) -> Floats:
    """Shares of the ten uniform local binary patterns (Ojala et al. 2002), against one code of noise."""
    centre = grey[1:-1, 1:-1]
    height, width = centre.shape
    codes = np.zeros(centre.shape, np.intp)
    for bit, (down, across) in enumerate(NEIGHBOURS):
        codes |= (grey[down : down + height, across : across + width] - centre > 1).astype(np.intp) << bit
    return np.asarray(np.bincount(UNIFORM[codes].ravel(), minlength=10) / codes.size, np.float32)


def _variation(grey: Floats) -> Floats:
    """Percentiles of the standard deviation within 7 x 7 pixels."""
    mean = cv2.blur(grey, (7, 7))
    deviation = np.sqrt(np.maximum(cv2.blur(grey * grey, (7, 7)) - mean * mean, 0))
    return np.asarray(np.log(np.percentile(deviation, (5, 25, 50, 75, 95)) + 0.5), np.float32)


def _coherence(grey: Floats) -> Floats:
    """Quartiles of how much the gradients of a place agree: brush strokes and hatching run along."""
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    a, b, c = (cv2.GaussianBlur(each, (0, 0), 3) for each in (across * across, down * down, across * down))
    return np.asarray(np.percentile(np.sqrt((a - b) ** 2 + 4 * c * c) / (a + b + 1), (25, 50, 75)), np.float32)


def _spectrum(grey: Floats) -> Floats:
    """How the power falls from band to band."""
    window = np.outer(np.hanning(HALF), np.hanning(HALF))
    even = cv2.resize(grey, (HALF, HALF)) - grey.mean()
    power = np.abs(np.fft.fft2(even * window)) ** 2
    frequency = np.hypot(np.fft.fftfreq(HALF)[:, None], np.fft.fftfreq(HALF))
    bands = [np.log(power[(frequency >= low) & (frequency < 1.5 * low)].mean() + 1) for low in BANDS]
    return np.asarray(np.diff(bands), np.float32)


def _colour(face: Picture) -> Iterator[float]:
    lab = cv2.cvtColor(face.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    for channel in (lab[..., 1], lab[..., 2]):
        yield channel.mean() / 20
        yield np.log(channel.std() + 0.5)
        yield np.log(np.abs(np.diff(channel, axis=1)).mean() + 0.1)
    yield float(lab[..., 1].std() + lab[..., 2].std() < 3)
