"""An invisible mark in the pixels: a random id that is found again after a platform has resized and stripped a file.

Dithered quantisation (Chen and Wornell 2001) of low frequencies of the whole picture's brightness: what survives a
profile picture of 400 pixels. Steps are measured in the picture's own contrast, so that a brighter or flatter copy
reads the same. Places and dither follow from a secret key; without it the mark can be neither read nor forged.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from portraits.provenance import mark_code

SIDE = 512  # the picture is looked at as a square of so many pixels, whatever its shape
BAND = (12, 72)  # half waves across plus half waves down: below lies the picture, above what JPEG throws away
STEP = 24.0  # of an orthonormal DCT coefficient of SIDE x SIDE grey values
CLASSES = 2.0 ** (np.arange(-18, -3) / 2)  # steps a picture may have, in its own contrast
SMALLEST = 256  # pixels of the short side: smaller ones are found by their fingerprints

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """A mark that was found, and how clearly: 1 is as written. Its check lets one picture in 65,536 pass by chance."""

    mark_id: str
    confidence: float


def write(picture: Image.Image, mark_id: str, *, key: bytes) -> Image.Image:
    """A copy of an upright sRGB picture that carries the mark."""
    low = _low(picture)
    steps = _steps(low)
    step = float(steps[np.abs(np.log(steps / STEP)).argmin()])
    change = _grown(_correction(low, mark_code.encode(mark_id), _plan(key), step), picture.size)
    pixels = np.asarray(picture.convert("RGB"), dtype=np.float32) + change[..., None]
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


def read(picture: Image.Image, *, key: bytes) -> Reading | None:
    """The mark of an upright picture, or None. The whole frame must be there: a crop hides it."""
    low, plan = _low(picture), _plan(key)
    here = low.ravel()[plan.places]
    soft = np.stack([_soft(here, plan.dither, step) for step in _steps(low)])
    best = soft[np.abs(soft).mean(axis=1).argmax()]
    mark_id = mark_code.decode(best)
    if mark_id is None:
        return None
    return Reading(mark_id, round(float((best * mark_code.encode(mark_id)).mean()), 3))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which coefficients carry which coded bit, CODED x repeats, and their dither in steps."""

    places: NDArray[np.intp]
    dither: Array


@lru_cache(maxsize=8)
def _plan(key: bytes) -> _Plan:
    seed = int.from_bytes(hashlib.sha256(b"likeness mark 1" + key).digest())
    random = np.random.Generator(np.random.PCG64(seed))
    down, across = np.mgrid[0 : BAND[1], 0 : BAND[1]]
    inside = (down + across >= BAND[0]) & (down + across < BAND[1]) & (down > 1) & (across > 1)
    places = random.permutation(np.flatnonzero(inside))
    repeats = len(places) // mark_code.CODED
    places = places[: repeats * mark_code.CODED].reshape(mark_code.CODED, repeats)
    return _Plan(places, random.uniform(0, 1, places.shape))


def _low(picture: Image.Image) -> Array:
    """The lowest BAND[1] x BAND[1] coefficients of the brightness."""
    grey = np.asarray(picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BICUBIC), dtype=np.float32)
    return np.asarray(_COSINES @ grey @ _COSINES.T, dtype=np.float64)


def _steps(low: Array) -> Array:
    """The steps a picture of this contrast may have; the frequencies below the band are left alone, so they tell it."""
    below = np.add.outer(np.arange(BAND[0]), np.arange(BAND[0]))
    contrast = np.abs(low[: BAND[0], : BAND[0]][(below > 0) & (below < BAND[0])]).mean()
    return np.asarray(max(contrast, 1.0) * CLASSES)


def _correction(low: Array, word: NDArray[np.int8], plan: _Plan, step: float) -> Array:
    """What to add to the coefficients so that each lies on the lattice of its bit."""
    here = low.ravel()[plan.places] / step - plan.dither - (word[:, None] < 0) / 2
    change = np.zeros(low.size)
    change[plan.places] = (np.rint(here) - here) * step
    return change.reshape(low.shape)


def _grown(change: Array, size: tuple[int, int]) -> NDArray[np.float32]:
    """Coefficients as grey values in a picture of `size`."""
    pixels = Image.fromarray((_COSINES.T @ change @ _COSINES).astype(np.float32))
    return np.asarray(pixels.resize(size, Image.Resampling.BICUBIC))


def _soft(here: Array, dither: Array, step: float) -> Array:
    """For each coded bit +1 (surely a zero) to -1 (surely a one)."""
    phase = (here / step - dither).astype(np.float32) % 1
    return np.asarray(np.cos(2 * np.pi * phase).mean(axis=1), dtype=np.float64)


def _cosines() -> NDArray[np.float32]:
    """The orthonormal DCT-II of SIDE values, its lowest BAND[1] rows."""
    k, n = np.mgrid[0 : BAND[1], 0:SIDE]
    rows = np.sqrt(2 / SIDE) * np.cos(np.pi * k * (2 * n + 1) / (2 * SIDE))
    rows[0] /= np.sqrt(2)
    return np.asarray(rows, dtype=np.float32)


_COSINES = _cosines()
