"""PDQ, the perceptual hash of 256 bits (Meta, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm",
2019): a tent filter to 64 x 64, the 16 x 16 lowest frequencies but the mean, each against their median.

Bit for bit the published algorithm up to rounding; its own package needs a compiler.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BITS = 256
LONGEST = 512  # pixels: larger pictures are reduced first, which the hash does not notice
SIDE, LOW = 64, 16

Array = NDArray[np.float32]


def of_picture(picture: Image.Image) -> str:
    """The hash of an upright sRGB picture, 64 hexadecimal digits."""
    small = picture.convert("L")
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.float32)
    reduced = _reducing(grey.shape[0]) @ grey @ _reducing(grey.shape[1]).T
    low = np.asarray(_COSINES @ reduced @ _COSINES.T, dtype=np.float32)
    bits = (low > _lower_median(low)).ravel()[::-1]
    return np.packbits(bits).tobytes().hex()


@lru_cache(maxsize=64)
def _reducing(length: int) -> Array:
    """SIDE x `length`: the tent filter (a box, twice) and the choice of the middle of each square, in one."""
    window = math.ceil(length / (2 * SIDE))
    ahead = (window + 2) // 2  # of the window, from the pixel itself on
    place = np.arange(length)
    begin, end = np.clip(place - (window - ahead), 0, length), np.clip(place + ahead, 0, length)
    inside = (place >= begin[:, None]) & (place < end[:, None])
    box = inside / (end - begin)[:, None]
    middles = ((np.arange(SIDE) + 0.5) * length / SIDE).astype(int)
    return np.asarray((box @ box)[middles], dtype=np.float32)


def _lower_median(low: Array) -> np.float32:
    """The 128th of 256 values: Torben's median, which the reference takes, never averages two."""
    return np.float32(np.partition(low.ravel(), BITS // 2 - 1)[BITS // 2 - 1])


def _cosines() -> Array:
    """The DCT-II of SIDE values, its rows 1 to LOW."""
    k, n = np.mgrid[1 : LOW + 1, 0:SIDE]
    return np.asarray(math.sqrt(2 / SIDE) * np.cos(np.pi * k * (2 * n + 1) / (2 * SIDE)), dtype=np.float32)


_COSINES = _cosines()
