"""Skin smoothed, covered with invented pores, made lighter or darker."""

import cv2
import numpy as np

from generation import light
from generation.damages.portrait import Portrait, codes, on_skin
from generation.faces.values import Picture

SEED = 11


def gaussian_skin(portrait: Portrait, *, amount: float = 0.012) -> Picture:
    """Skin out of focus, by a share of the face's width."""
    soft = cv2.GaussianBlur(portrait.crop, (0, 0), amount * portrait.face_width)
    return on_skin(portrait, np.asarray(soft, np.uint8))


def bilateral_skin(portrait: Portrait, *, strength: float = 35) -> Picture:
    """The usual beauty filter: pores gone, edges kept."""
    smooth = portrait.crop
    for _ in range(2):
        smooth = np.asarray(cv2.bilateralFilter(smooth, 0, strength, 0.016 * portrait.face_width), np.uint8)
    return on_skin(portrait, smooth)


def half_smoothed_skin(portrait: Portrait) -> Picture:
    """The same slider at 50 %."""
    return codes(0.5 * bilateral_skin(portrait, strength=45).astype(np.float32) + np.float32(0.5) * portrait.crop)


def fake_pores(portrait: Portrait, *, amount: float = 0.08) -> Picture:
    """Smoothed skin with noise of the size of pores, so that it looks detailed again."""
    smooth = cv2.GaussianBlur(portrait.crop, (0, 0), 0.012 * portrait.face_width).astype(np.float32)
    noise = np.random.default_rng(SEED).normal(size=portrait.crop.shape[:2]).astype(np.float32)
    pores = light.blurred(noise, 0.003 * portrait.face_width) - light.blurred(noise, 0.006 * portrait.face_width)
    return on_skin(portrait, smooth * (1 + amount * pores / pores.std())[..., None])


def separated_skin(portrait: Portrait, *, left: float = 0.4) -> Picture:
    """Frequency separation: the broad tones evened out, and so much of the fine detail put back."""
    crop = portrait.crop.astype(np.float32)
    low = light.blurred(crop, 0.014 * portrait.face_width)
    return on_skin(portrait, light.blurred(low, 0.02 * portrait.face_width) + np.float32(left) * (crop - low))


def lighter_skin(portrait: Portrait, *, steps: float = 8) -> Picture:
    """Skin lighter by so many L*; darker for a negative number."""
    lab = light.lab(portrait.crop)
    lab[..., 0] += steps
    lighter = np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)).clip(0, 1) * 255
    return on_skin(portrait, np.asarray(lighter, np.float32))
