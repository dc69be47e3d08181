"""An invisible mark in the pixels: a random id that is found again after a platform has resized and stripped a file.

Dithered quantisation (Chen and Wornell 2001) of low frequencies of the whole picture's brightness: what survives a
profile picture of 400 pixels. A brighter or flatter copy has wider or narrower steps, which the reader tries one by one.
Places and dither follow from a secret key; without it the mark can be neither read nor forged.
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
GAINS = np.arange(0.70, 1.301, 0.005)  # of brightness differences, that a copy may have
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
    change = _grown(_correction(low, mark_code.encode(mark_id), _plan(key)), picture.size)
    pixels = np.asarray(picture.convert("RGB"), dtype=np.float32) + change[..., None]
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


def read(picture: Image.Image, *, key: bytes) -> Reading | None:
    """The mark of an upright picture, or None. The whole frame must be there: a crop hides it."""
    plan = _plan(key)
    here = _low(picture).ravel()[plan.places] / STEP
    return _reading(_soft(here, plan.dither)) or _reading(_likeliest(here, plan.dither))


def _reading(soft: Array) -> Reading | None:
    mark_id = mark_code.decode(soft)
    if mark_id is None:
        return None
    return Reading(mark_id, round(float((soft * mark_code.encode(mark_id)).mean()), 3))


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


def _correction(low: Array, word: NDArray[np.int8], plan: _Plan) -> Array:
    """What to add to the coefficients so that each lies on the lattice of its bit."""
    here = low.ravel()[plan.places] / STEP - plan.dither - (word[:, None] < 0) / 2
    change = np.zeros(low.size)
    change[plan.places] = (np.rint(here) - here) * STEP
    return change.reshape(low.shape)


def _grown(change: Array, size: tuple[int, int]) -> NDArray[np.float32]:
    """Coefficients as grey values in a picture of `size`."""
    pixels = Image.fromarray((_COSINES.T @ change @ _COSINES).astype(np.float32))
    return np.asarray(pixels.resize(size, Image.Resampling.BICUBIC))


def _soft(here: Array, dither: Array) -> Array:
    """For each coded bit +1 (surely a zero) to -1 (surely a one)."""
    phase = (here - dither).astype(np.float32) % 1
    return np.asarray(np.cos(2 * np.pi * phase).mean(axis=1), dtype=np.float64)


def _likeliest(here: Array, dither: Array) -> Array:
    """The soft bits for the gain at which they are surest."""
    return max((_soft(here / gain, dither) for gain in GAINS), key=lambda soft: float(np.abs(soft).mean()))


def _cosines() -> NDArray[np.float32]:
    """The orthonormal DCT-II of SIDE values, its lowest BAND[1] rows."""
    k, n = np.mgrid[0 : BAND[1], 0:SIDE]
    rows = np.sqrt(2 / SIDE) * np.cos(np.pi * k * (2 * n + 1) / (2 * SIDE))
    rows[0] /= np.sqrt(2)
    return np.asarray(rows, dtype=np.float32)


_COSINES = _cosines()
