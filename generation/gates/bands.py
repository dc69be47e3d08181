"""The octaves of a face's detail, each computed when first asked for."""

from typing import Final

import cv2
import numpy as np

from generation.faces.values import Floats

BANDS: Final = {"fine": (0.8, 1.6), "mid": (1.6, 3.2), "coarse": (3.2, 7.0)}  # sigmas in pixels of the face frame


class Bands:
    """Octaves of log2 luminance f32[H, W] by the names of `BANDS`; neighbours share a low-pass."""

    def __init__(self, stops: Floats) -> None:
        self._stops = stops
        self._low: dict[float, Floats] = {}

    def __getitem__(self, name: str) -> Floats:
        low, high = BANDS[name]
        return np.asarray(self._below(low) - self._below(high), np.float32)

    def _below(self, sigma: float) -> Floats:
        if sigma not in self._low:
            self._low[sigma] = np.asarray(cv2.GaussianBlur(self._stops, (0, 0), sigma), np.float32)
        return self._low[sigma]
