"""From light and from floating point back to the codes of a picture."""

import numpy as np
from numpy.typing import NDArray

from generation.faces.values import Floats, Picture


def encoded(linear: Floats) -> Picture:
    """Linear light 0..1 as sRGB (IEC 61966-2-1); what is brighter is white."""
    light = np.clip(linear, 0, 1)
    coded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return rounded(coded * 255)


def rounded(values: NDArray[np.floating]) -> Picture:
    """Codes 0..255 of any values."""
    return np.asarray(np.rint(np.clip(values, 0, 255)), np.uint8)
