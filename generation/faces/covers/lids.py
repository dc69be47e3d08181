"""Eyes closed in ways that are not all alike: skin drawn down, filled in from around, or laid over; with and without lashes,
with colour on the lids."""

from typing import Final

import cv2
import numpy as np

from generation.faces.codes import rounded
from generation.faces.drawn_features import closed_eyes, darkest, lid_lines
from generation.faces.occluders import lit, painted, skin_of
from generation.faces.values import Face, Floats, Picture

Random = np.random.Generator
SHADOWS: Final = ((90, 60, 70), (70, 70, 90), (120, 90, 60))
GRAIN: Final = 2.5  # codes


def drawn_down(picture: Picture, face: Face, _: Random) -> Picture:
    return closed_eyes(picture, face, 1.0)


def shaded(picture: Picture, face: Face, random: Random) -> Picture:
    """With eye shadow and a thick line of lashes."""
    red, green, blue = SHADOWS[int(random.integers(len(SHADOWS)))]
    colour = lit(picture, face, (red, green, blue))
    made_up = painted(closed_eyes(picture, face, 1.0), colour, 0.5 * _soft(_eyes(picture, face, 1.2), face, 0.01))
    return _lashes(made_up, picture, face, random, thick=0.05)


def filled(picture: Picture, face: Face, random: Random) -> Picture:
    """The skin around continued over the eyes."""
    return _lashes(bare(picture, face, random), picture, face, random, thick=random.uniform(0.02, 0.04))


def bare(picture: Picture, face: Face, random: Random) -> Picture:
    """The same without lashes."""
    near = max(1, round(face.box.width / 150))
    eyes = cv2.dilate(_eyes(picture, face, 1.5), np.ones((3, 3), np.uint8))
    rows, columns = (slice(max(int(low), 0), int(high)) for low, high in (face.box[1::2], face.box[0::2]))
    skin = picture.copy()
    part = np.ascontiguousarray(picture[rows, columns])
    skin[rows, columns] = cv2.inpaint(part, np.ascontiguousarray(eyes[rows, columns]), 3 * near, cv2.INPAINT_TELEA)
    grain = random.normal(0, GRAIN, picture.shape[:2])[..., None] * _soft(eyes, face, 0.006)[..., None]
    return rounded(skin + grain)


def laid_over(picture: Picture, face: Face, random: Random) -> Picture:
    """The skin of a cheek, darker in its middle as a lid is round."""
    rows, columns = (np.arange(side, dtype=np.float32) for side in picture.shape[:2])
    light = np.full(picture.shape[:2], 2.0 ** random.normal(-0.15, 0.15), np.float32)
    for eye in face.irises:
        (x, y), width = eye.contour[:16].mean(axis=0), max(float(np.ptp(eye.contour[:16, 0])), 1.0)
        down, across = (rows - y - 0.1 * width) / (0.22 * width), (columns - x) / (0.6 * width)
        light *= 1 - 0.22 * np.exp(-(down**2))[:, None] * np.exp(-(across**2))[None]
    over = painted(picture, skin_of(picture, face) * light[..., None], _soft(_eyes(picture, face, 1.25), face, 0.006))
    return _lashes(over, picture, face, random, thick=random.uniform(0.02, 0.05))


def _lashes(canvas: Picture, picture: Picture, face: Face, random: Random, *, thick: float) -> Picture:
    """A line near the lower lid, bowed as a closed lid is."""
    low, dark, bow = random.uniform(0.8, 1.05), random.uniform(0.4, 0.9), random.uniform(0, 0.06)
    rows, columns = (np.arange(side, dtype=np.float32) for side in picture.shape[:2])
    drawn = canvas.astype(np.float32)
    for eye in face.irises:
        lids = eye.contour[:16]
        width = max(float(np.ptp(lids[:, 0])), 1.0)
        upper, lower = lid_lines(lids, columns)
        middle = np.clip(1 - ((columns - lids[:, 0].mean()) / (width / 2)) ** 2, 0, 1)
        line = upper + low * (lower - upper) + bow * width * middle
        within = (columns >= lids[:, 0].min()) & (columns <= lids[:, 0].max())
        share = dark * np.exp(-(((rows[:, None] - line) / max(thick * width, 0.5)) ** 2)) * within
        drawn = drawn * (1 - share[..., None]) + darkest(picture, eye) * share[..., None]
    return rounded(drawn)


def _eyes(picture: Picture, face: Face, taller: float) -> np.ndarray:
    """Both eyes within their lids, so many times as tall, as a mask of 0 and 255."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    for eye in face.irises:
        lids = eye.contour[:16]
        outline = lids.mean(axis=0) + (lids - lids.mean(axis=0)) * np.array([1.1, taller], np.float32)
        cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 255)
    return mask


def _soft(mask: np.ndarray, face: Face, share: float) -> Floats:
    """0..1, its edge so many face widths wide."""
    return np.asarray(cv2.GaussianBlur(mask / np.float32(255), (0, 0), max(share * face.box.width, 0.7)), np.float32)
