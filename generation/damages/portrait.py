"""What a damage needs to know of a portrait, and the three ways in which it touches one: in skin, before a backdrop, pulled."""

from typing import Protocol

import cv2
import numpy as np

from generation import light
from generation.faces.values import Floats, Picture
from generation.skin import Skin

Colour = tuple[int, int, int]


class Portrait(Protocol):
    """A good crop, analysed. Everything is in pixels of `crop`; `alpha` is the share of each pixel that is person."""

    @property
    def crop(self) -> Picture: ...
    @property
    def linear(self) -> Floats: ...
    @property
    def person(self) -> Floats: ...
    @property
    def alpha(self) -> Floats: ...
    @property
    def skin(self) -> Skin: ...
    @property
    def points(self) -> Floats: ...
    @property
    def face_width(self) -> float: ...


def on_skin(portrait: Portrait, changed: Floats | Picture) -> Picture:
    """The changed picture where there is skin, the portrait elsewhere."""
    share = np.clip(portrait.skin.light * 1.3, 0, 1)[..., None]
    return codes(portrait.crop * (1 - share) + np.asarray(changed, np.float32) * share)


def before(portrait: Portrait, alpha: Floats, colour: Colour) -> Picture:
    """So much of each pixel before a plain backdrop."""
    share = alpha[..., None]
    return codes(portrait.crop * share + np.array(colour, np.float32) * (1 - share))


def pulled(portrait: Portrait, source: Floats, target: Floats, *, reach: float) -> Picture:
    """A smooth displacement that carries points to points and leaves everything far away where it is (liquify)."""
    sigma = reach * portrait.face_width
    near = np.exp(-((source[:, None] - source[None]) ** 2).sum(axis=2) / (2 * sigma**2))
    weights = np.linalg.solve(near + 1e-2 * np.eye(len(source)), target - source)
    height, width = portrait.crop.shape[:2]
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    shift = np.zeros((height, width, 2), np.float32)
    for (x, y), weight in zip(source, weights, strict=True):
        fall = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * sigma**2))
        shift += fall[..., None] * weight.astype(np.float32)
    at = across - shift[..., 0], down - shift[..., 1]
    return np.asarray(cv2.remap(portrait.crop, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT), np.uint8)


def relit(portrait: Portrait, stops: Floats) -> Picture:
    """The portrait with so many stops more light at each pixel, f32[H, W] or f32[H, W, 3]."""
    gain = np.exp2(stops)
    return light.encoded(portrait.linear * (gain if gain.ndim == 3 else gain[..., None]))


def codes(picture: Floats) -> Picture:
    return np.asarray(np.round(picture).clip(0, 255), np.uint8)
