"""Parts of somebody else put into a portrait."""

from typing import Final

import cv2
import numpy as np

from generation import light
from generation import skin as skins
from generation.damages.portrait import Portrait, codes
from generation.faces import topology
from generation.faces.values import Floats, Picture

MOUTH: Final = [61, 291, 2, 152]


def swapped_face(portrait: Portrait, other: Portrait) -> Picture:
    """Somebody else's inner face on this picture."""
    theirs = _laid_over(portrait, other, [33, 263, 61, 291, 1, 152])
    inner = skins.region(portrait.crop.shape, skins.grown(portrait.points[topology.OVAL], 0.86))
    return _blend(portrait, theirs, light.blurred(inner, 0.03 * portrait.face_width))


def pasted_smile(portrait: Portrait, other: Portrait) -> Picture:
    """Somebody else's mouth, in this picture's light."""
    theirs = _laid_over(portrait, other, MOUTH)
    inside = skins.hull(portrait.crop.shape, skins.grown(portrait.points[topology.LIPS], 1.25))
    where = inside > 0.5
    shift = portrait.crop[where].mean(axis=0) - theirs[where].mean(axis=0)
    matched = codes(theirs.astype(np.float32) + shift)
    return _blend(portrait, matched, light.blurred(inside, 0.02 * portrait.face_width))


def swapped_body(portrait: Portrait, other: Portrait) -> Picture:
    """This head on somebody else's body, in their room."""
    fixed = [33, 263, 152, 10, 234, 454]
    matrix = _fitted(portrait.points[fixed], other.points[fixed])
    size = other.crop.shape[1::-1]
    oval = portrait.points[topology.OVAL]
    head = skins.region(portrait.crop.shape, oval.mean(axis=0) + (oval - oval.mean(axis=0)) * np.array([1.45, 1.75]))
    down = np.arange(portrait.crop.shape[0], dtype=np.float32)[:, None]
    chin = portrait.points[topology.CHIN_TIP, 1]
    share = head * portrait.alpha * light.smoothstep((chin - down) / (0.1 * portrait.face_width) + 1, 0, 1)
    mine = cv2.warpAffine(portrait.crop, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    there = cv2.warpAffine(share, matrix, size)[..., None]
    return codes(mine * there + other.crop * (1 - there))


def _laid_over(portrait: Portrait, other: Portrait, fixed: list[int]) -> Picture:
    """The other picture, moved so that points of the faces meet."""
    matrix = _fitted(other.points[fixed], portrait.points[fixed])
    size = portrait.crop.shape[1::-1]
    moved = cv2.warpAffine(other.crop, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, np.uint8)


def _fitted(source: Floats, target: Floats) -> Floats:
    """The similarity, 2 x 3, that lays points over points best, all of them: a turned head keeps its size."""
    a, b = ((each[:, 0] + 1j * each[:, 1]) for each in (source, target))
    turn = np.vdot(a - a.mean(), b - b.mean()) / np.vdot(a - a.mean(), a - a.mean())
    offset = b.mean() - turn * a.mean()
    return np.array([[turn.real, -turn.imag, offset.real], [turn.imag, turn.real, offset.imag]], np.float32)


def _blend(portrait: Portrait, theirs: Picture, share: Floats) -> Picture:
    return codes(theirs * share[..., None] + portrait.crop * (1 - share[..., None]))
