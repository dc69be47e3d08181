"""Whether a pattern repeats all over a surface, as the pixels of a screen, their moire or the dots of a print do."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces.values import Floats, Picture

WINDOW: Final = 64  # pixels
ACROSS: Final = 6  # windows along a side at most: a larger surface is sampled
LEVELS: Final = 3  # own resolution, a half, a quarter: moire is coarser than the pixels that cause it
SLOWEST: Final = 0.1  # cycles a pixel: below it are the shapes of the face
AROUND, NEAR = 11, 5  # bins: what a peak is held against, without the peak itself
JPEG: Final = 8  # pixels: block borders repeat as well, and are no screen

_DOWN = np.fft.fftshift(np.fft.fftfreq(WINDOW))[:, None]
_ALONG = np.fft.fftshift(np.fft.fftfreq(WINDOW))[None]
_TAPER = np.outer(np.hanning(WINDOW), np.hanning(WINDOW)).astype(np.float32)
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def _counted() -> NDArray[np.bool_]:
    """Frequencies at which a peak counts: not slow, not on an axis, not where blocks of 8 x 8 repeat."""
    bin_width = 1.01 / WINDOW
    block = np.ones((WINDOW, WINDOW), bool)
    axis = np.zeros((WINDOW, WINDOW), bool)
    for frequency in (_DOWN, _ALONG):
        block &= np.abs(frequency * JPEG - np.round(frequency * JPEG)) < JPEG * bin_width
        axis |= np.abs(frequency) < bin_width
    speed = np.hypot(_DOWN, _ALONG)
    return (speed >= SLOWEST) & ~block & ~axis


_COUNTED: Final = _counted()


def strongest(surface: Picture) -> float | None:
    """The highest peak of the log power spectrum over its surroundings, in nepers of power; None when too small to tell.

    The spectrum is the mean of the logarithm over windows (after Welch 1967), so that one edge counts little and what is
    everywhere counts fully; of luma and of both colour differences, because the stripes of a screen are coloured.
    """
    peaks: list[float] = []
    level = surface
    while len(peaks) < LEVELS and min(level.shape[:2]) >= 1.5 * WINDOW:
        luma = level.astype(np.float32) @ _LUMA
        peaks.append(max(_peak(plane) for plane in (luma, level[..., 0] - luma, level[..., 2] - luma)))
        level = np.asarray(cv2.resize(level, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    return max(peaks, default=None)


def _peak(plane: Floats) -> float:
    windows = np.stack([plane[y : y + WINDOW, x : x + WINDOW] for y in _starts(plane, 0) for x in _starts(plane, 1)])
    windows = (windows - windows.mean(axis=(1, 2), keepdims=True)) * _TAPER
    power = _spectrum(windows.astype(np.float32))
    wide, narrow = (cv2.blur(power, (side, side), borderType=cv2.BORDER_REFLECT) * side**2 for side in (AROUND, NEAR))
    return float((power - (wide - narrow) / (AROUND**2 - NEAR**2))[_COUNTED].max())


def _spectrum(windows: Floats) -> Floats:
    """The mean logarithm of the power, f32[WINDOW, WINDOW], slow frequencies in the middle: half is computed, half mirrored."""
    seen = np.fft.rfft2(windows)
    half = np.log(seen.real**2 + seen.imag**2 + 1).mean(axis=0)
    mirrored = np.roll(half[::-1, ::-1], 1, axis=0)[:, 1:-1]
    return np.fft.fftshift(np.hstack([half, mirrored])).astype(np.float32)


def _starts(plane: Floats, axis: int) -> NDArray[np.intp]:
    room = plane.shape[axis] - WINDOW
    return np.linspace(0, room, min(ACROSS, 1 + 2 * room // WINDOW)).astype(np.intp)
