"""A 64-bit perceptual hash: finds our picture again after a platform has resized it and stripped what it said.

The usual DCT hash (32 x 32 grey, the 8 x 8 lowest frequencies against their median). It tells "the same exposure in
another file", not "the same person", and is personal data all the same.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BITS = 64
SIDE, LOW = 32, 8


def of(data: bytes) -> str:
    """The fingerprint of a picture file, 16 hexadecimal digits. Raises OSError when it is no picture."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("L", (8 * SIDE, 8 * SIDE))  # a JPEG is decoded no larger than the hash needs
        return of_picture(picture)


def of_picture(picture: Image.Image) -> str:
    """The fingerprint of an upright sRGB picture, 16 hexadecimal digits."""
    grey = np.asarray(picture.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS), dtype=np.float64)
    low = (_COSINES @ grey @ _COSINES.T)[:LOW, :LOW]
    bits = (low > np.median(low)).ravel()
    return np.packbits(bits).tobytes().hex()


def distance(first: str, second: str) -> int:
    """Bits in which two fingerprints differ, 0 to 64; 64 when one of the pictures has none."""
    if not first or not second:
        return BITS
    return (int(first, 16) ^ int(second, 16)).bit_count()


def _cosines() -> NDArray[np.float64]:
    """DCT-II without normalisation, SIDE x SIDE."""
    k, n = np.mgrid[0:SIDE, 0:SIDE]
    return np.asarray(2 * np.cos(np.pi * k * (2 * n + 1) / (2 * SIDE)), dtype=np.float64)


_COSINES = _cosines()
