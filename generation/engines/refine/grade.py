"""The global part of a look: exposure, white balance, tone curve and saturation, pixel by pixel in linear light."""

from dataclasses import dataclass

import numpy as np

from generation import light
from generation.faces.values import Floats

MID_GREY = 0.18
SHOULDER = 0.8  # luminance from which highlights are rolled off instead of clipped


@dataclass(frozen=True, slots=True)
class Grade:
    """Exposure, temperature (red against blue) and tint (green) in stops; `local` scales the skin's local map."""

    exposure: float
    temperature: float
    tint: float
    contrast: float
    saturation: float = 1.0
    local: float = 1.0

    @property
    def gain(self) -> Floats:
        """White balance as a factor per channel that keeps the luminance of grey."""
        shift = [self.temperature - self.tint / 3, 2 * self.tint / 3, -self.temperature - self.tint / 3]
        factor = np.exp2(np.array(shift, np.float32))
        return np.asarray(factor / (factor @ light.LUMA), np.float32)


def graded(linear: Floats, *, local: Floats, whole: Floats, grade: Grade) -> Floats:
    """Linear light [..., 3] under maps of stops [...] and a grade; colour ratios survive the tone curve."""
    stops = local * np.float32(grade.local) + whole + np.float32(grade.exposure)
    lit = linear * grade.gain * np.exp2(stops)[..., None]
    level = light.luminance(lit)
    toned = _curve(level, grade.contrast)
    toned_light = lit * (toned / np.maximum(level, 1e-4))[..., None]
    if abs(grade.saturation - 1) < 1e-4:
        return np.asarray(toned_light, np.float32)
    return np.asarray(toned[..., None] + np.float32(grade.saturation) * (toned_light - toned[..., None]), np.float32)


def _curve(level: Floats, contrast: float) -> Floats:
    """An S around mid grey in stops, with a soft shoulder."""
    if contrast > 0:
        from_grey = np.log2(np.maximum(level, 1e-4) / MID_GREY)
        steeper = 1 + np.float32(contrast) * np.exp(-((from_grey / np.float32(2.4)) ** 2))
        level = np.asarray(MID_GREY * np.exp2(from_grey * steeper), np.float32)
    above = np.tanh(np.maximum(0, level - SHOULDER) / (1 - SHOULDER))
    return np.asarray(np.where(level > SHOULDER, SHOULDER + (1 - SHOULDER) * above, level), np.float32)
