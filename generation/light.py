"""Pictures as light: linear light, luminance in stops, CIELAB, and low-pass filters."""

from typing import Final

import cv2
import numpy as np

from generation.faces.values import Floats, Picture

LUMA: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)  # ITU-R BT.709, as sRGB has the same primaries
_CODES: Final = np.arange(256, dtype=np.float64) / 255
_LINEAR: Final = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4).astype(np.float32)


def linear(picture: Picture) -> Floats:
    """sRGB codes uint8 to linear light 0..1 (IEC 61966-2-1), same shape."""
    return np.asarray(_LINEAR[picture], np.float32)


def encoded(light: Floats) -> Picture:
    """Linear light to sRGB codes uint8; out-of-range light is clipped."""
    light = light.clip(0, 1)
    curve = 1.055 * cv2.pow(np.maximum(light, 1e-6), 1 / 2.4) - 0.055
    return np.asarray(np.round(np.where(light <= 0.0031308, light * 12.92, curve) * 255), np.uint8)


def luminance(light: Floats) -> Floats:
    """Relative luminance 0..1 of linear light [..., 3]."""
    return np.asarray(light @ LUMA, np.float32)


def stops(light: Floats, *, floor: float = 0.01) -> Floats:
    """log2 of the luminance; `floor` keeps sensor noise of the shadows from counting as structure."""
    return np.asarray(np.log2(luminance(light) + floor), np.float32)


def lab(picture: Picture) -> Floats:
    """CIELAB (D65), f32: L* 0..100, a* and b* about 0."""
    return np.asarray(cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def blurred(image: Floats, sigma: float) -> Floats:
    """Gaussian low-pass; wide ones are computed on a shrunk copy (sigma in pixels)."""
    factor = max(1, int(sigma / 4))
    if factor == 1:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), max(sigma, 0.1)), np.float32)
    height, width = image.shape[:2]
    small = cv2.resize(image, (max(4, width // factor), max(4, height // factor)), interpolation=cv2.INTER_AREA)
    low = cv2.GaussianBlur(small, (0, 0), sigma / factor)
    return np.asarray(cv2.resize(low, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def smoothstep(values: Floats, low: float, high: float) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    t = ((values - low) / (high - low)).clip(0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def guided(values: Floats, *, radius: float, epsilon: float, step: int = 4) -> Floats:
    """Edge-aware low-pass of one plane by itself (fast guided filter, He and Sun 2015): a lift follows the edges of
    shadows and does not spill across the jaw line."""
    height, width = values.shape
    small = cv2.resize(values, (width // step, height // step), interpolation=cv2.INTER_AREA)
    side = 2 * max(1, int(radius / step)) + 1
    mean = cv2.blur(small, (side, side))
    variance = cv2.blur(small * small, (side, side)) - mean * mean
    slope = variance / (variance + epsilon)
    offset = mean * (1 - slope)
    slope_up = cv2.resize(cv2.blur(slope, (side, side)), (width, height), interpolation=cv2.INTER_LINEAR)
    offset_up = cv2.resize(cv2.blur(offset, (side, side)), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(slope_up * values + offset_up, np.float32)
