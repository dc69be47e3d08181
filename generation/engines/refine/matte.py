"""Where the person ends: a soft matte from the segmentation and the picture's own edges."""

from typing import Any

import cv2
import numpy as np

from generation import light
from generation.faces.values import Floats, Picture


def alpha(picture: Picture, person: Floats) -> Floats:
    """Share of each pixel that is person, f32[H, W]: a colour guided filter (He et al. 2010) on the probability."""
    height = picture.shape[0]
    guide = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.6), np.float32) / np.float32(255)
    soft = _guided(guide, light.smoothstep(person, 0.15, 0.85), radius=max(6, height // 110), epsilon=2e-4)
    surely = light.smoothstep(light.blurred(person, height / 200), 0.93, 0.995)
    surely_not = light.smoothstep(light.blurred(1 - person, height / 120), 0.93, 0.995)
    return light.smoothstep(np.maximum(soft, surely) * (1 - surely_not), 0.06, 0.94)


def foreground(linear: Floats, share: Floats) -> Floats:
    """Linear colour of the person alone where pixels are mixed, so that the old background does not rim the hair.

    Blurred-fusion estimation (Forte and Pitie 2021), coarse then fine; solid pixels come back as they are.
    """
    height = share.shape[0]
    inside, outside = share**3, (1 - share) ** 3
    estimate = linear
    for sigma in (height / 24, height / 80):
        near = light.blurred(estimate * inside[..., None], sigma) / (light.blurred(inside, sigma)[..., None] + 1e-4)
        behind = light.blurred(linear * outside[..., None], sigma) / (light.blurred(outside, sigma)[..., None] + 1e-4)
        left_over = linear - share[..., None] * near - (1 - share[..., None]) * behind
        estimate = np.clip(near + share[..., None] * left_over, 0, 1.2)
    mixed = light.smoothstep(1 - share, 0.02, 0.25)[..., None]
    return np.asarray(linear * (1 - mixed) + estimate * mixed, np.float32)


def _guided(guide: Floats, values: Floats, *, radius: int, epsilon: float) -> Floats:
    """Guided filter with a colour guide, its coefficients computed at half size."""
    height, width = values.shape
    half = (width // 2, height // 2)
    small = np.asarray(cv2.resize(guide, half, interpolation=cv2.INTER_AREA), np.float32)
    coarse = np.asarray(cv2.resize(values, half, interpolation=cv2.INTER_AREA), np.float32)
    side = 2 * max(1, radius // 2) + 1

    def mean(image: Any) -> Floats:
        return np.asarray(cv2.blur(np.asarray(image, np.float32), (side, side)), np.float32)

    average, level = mean(small), mean(coarse)
    slope = _slope(small, mean, average, mean(small * coarse[..., None]) - average * level[..., None], epsilon)
    offset = level - (slope * average).sum(axis=2)
    slope_up = cv2.resize(mean(slope), (width, height), interpolation=cv2.INTER_LINEAR)
    offset_up = cv2.resize(mean(offset), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(((slope_up * guide).sum(axis=2) + offset_up).clip(0, 1), np.float32)


def _slope(small: Floats, mean: Any, average: Floats, covariance: Floats, epsilon: float) -> Floats:
    """The local linear map from colour to value: a 3 x 3 system solved at every pixel."""
    matrix = np.empty((*small.shape[:2], 3, 3), np.float32)
    for row in range(3):
        for column in range(row, 3):
            product = mean(small[..., row] * small[..., column]) - average[..., row] * average[..., column]
            matrix[..., row, column] = matrix[..., column, row] = product
        matrix[..., row, row] += epsilon
    return np.asarray(np.linalg.solve(matrix, covariance[..., None])[..., 0], np.float32)
