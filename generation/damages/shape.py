"""Faces pulled into another shape, given another mouth, or made symmetric."""

from typing import Final

import cv2
import numpy as np

from generation import light
from generation import skin as skins
from generation.damages.portrait import Portrait, codes, pulled
from generation.faces import topology
from generation.faces.values import Floats, Picture

JAW: Final = [132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361]
NOSE: Final = [48, 278, 64, 294, 98, 327]
BRIDGE_TOP: Final = 168


def slim_jaw(portrait: Portrait, *, amount: float = 0.05) -> Picture:
    points = portrait.points
    middle = (points[BRIDGE_TOP, 0] + points[topology.NOSE_BASE, 0]) / 2
    target = points[JAW].copy()
    target[:, 0] += (middle - target[:, 0]) * amount * 1.2
    return pulled(portrait, points[JAW], target, reach=0.12)


def big_eyes(portrait: Portrait, *, amount: float = 0.10) -> Picture:
    eyes = [portrait.points[group] for group in topology.EYES]
    return pulled(portrait, np.vstack(eyes), np.vstack([skins.grown(eye, 1 + amount) for eye in eyes]), reach=0.05)


def small_nose(portrait: Portrait, *, amount: float = 0.12) -> Picture:
    """The wings of the nose drawn together by such a share of its width."""
    source = portrait.points[NOSE]
    target = source.copy()
    target[:, 0] += (source[:, 0].mean() - source[:, 0]) * amount * 1.2
    return pulled(portrait, source, target, reach=0.05)


def smile(portrait: Portrait, *, amount: float = 0.05) -> Picture:
    """The corners of the mouth pulled outwards and up by such a share of the face's width."""
    source = portrait.points[[61, 291, 0, 17, 13, 14]]
    target = source.copy()
    target[:2] += amount * portrait.face_width * np.array([[-1, -1], [1, -1]], np.float32)
    return pulled(portrait, source, target, reach=0.09)


def mirrored_half(portrait: Portrait, *, share: float = 1.0) -> Picture:
    """One half of the face laid over the other, by such a share: 0.5 is half of the way to a symmetric face."""
    matrix, across = _mirror(portrait)
    size = portrait.crop.shape[1::-1]
    mirrored = cv2.warpAffine(portrait.crop, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    oval = skins.region(portrait.crop.shape, skins.grown(portrait.points[topology.OVAL], 0.97))
    soft = light.blurred(oval, 0.02 * portrait.face_width)
    cover = share * soft * light.smoothstep(across, -0.01 * portrait.face_width, 0.01 * portrait.face_width)
    return codes(mirrored * cover[..., None] + portrait.crop * (1 - cover[..., None]))


def _mirror(portrait: Portrait) -> tuple[Floats, Floats]:
    """The reflection about the face's middle line, 2 x 3, and each pixel's distance from it."""
    top, tip = (portrait.points[index].astype(np.float64) for index in (BRIDGE_TOP, topology.CHIN_TIP))
    down = (tip - top) / np.linalg.norm(tip - top)
    turn = 2 * np.outer(down, down) - np.eye(2)
    matrix = np.column_stack([turn, top - turn @ top])
    rows, columns = np.mgrid[0 : portrait.crop.shape[0], 0 : portrait.crop.shape[1]].astype(np.float32)
    across = (columns - top[0]) * down[1] - (rows - top[1]) * down[0]
    return np.asarray(matrix, np.float32), np.asarray(across, np.float32)
