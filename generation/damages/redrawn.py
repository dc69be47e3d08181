"""What a model does that draws a face anew: almost the same person, with other eyes, other glasses, another tie."""

from typing import Final

import cv2
import numpy as np

from generation import light
from generation import skin as skins
from generation.damages.belongings import DARK, GOLD, millimetre, painted, pendant_place, spectacles
from generation.damages.portrait import Portrait, codes, pulled
from generation.faces import topology
from generation.faces.values import Floats, Picture

SEED: Final = 5
FINE: Final = 1.2  # pixels of 640 rows: an autoencoder of eight keeps what is broader
SHAPE: Final = [*topology.EYE_RIGHT[::3], *topology.EYE_LEFT[::3], 48, 278, 1, 61, 291, 0, 17, 152, 172, 397, 105, 334]
FOREHEAD: Final = [10, 109, 338, 67, 297, 103, 332]
BLUE: Final = np.array([6.0, -14.0, -26.0], np.float32)  # L*, a*, b* from a brown eye to a blue one
BADGE: Final = (238, 238, 232)
INK: Final = (24, 24, 30)
CLOTH: Final = (58, 24, 30)
ENAMEL: Final = (226, 216, 198)
BETWEEN: Final = (104, 78, 66)
BROWS: Final = ((70, 63, 105, 66, 107), (336, 296, 334, 293, 300))  # points of the mesh, from its right to its left


def through_a_code(portrait: Portrait) -> Picture:
    """What is finer than the code of an autoencoder drawn anew, as strong as it was."""
    crop, sigma = portrait.crop.astype(np.float32), FINE * portrait.crop.shape[0] / 640
    broad = light.blurred(crop, sigma)
    noise = light.blurred(np.random.default_rng(SEED).standard_normal(crop.shape[:2]).astype(np.float32), sigma / 3)
    noise -= light.blurred(noise, sigma)
    strength = light.blurred(np.abs(crop - broad).mean(axis=2), 4 * sigma) / float(np.abs(noise).mean())
    return codes(broad + (noise * strength)[..., None])


def drifted_shape(portrait: Portrait, other: Portrait, *, share: float = 0.25) -> Picture:
    """Eyes, nose, mouth and jaw a part of the way to where somebody else has theirs."""
    mine, theirs = portrait.points[SHAPE].astype(np.float64), other.points[SHAPE].astype(np.float64)
    a, b = (each - each.mean(axis=0) for each in (mine, theirs))
    left, _, right = np.linalg.svd(b.T @ a)
    there = (b @ (left @ right)) * (np.linalg.norm(a) / np.linalg.norm(b)) + mine.mean(axis=0)
    target = np.asarray(mine + share * (there - mine), np.float32)
    return pulled(portrait, np.asarray(mine, np.float32), target, reach=0.08)


def lower_hairline(portrait: Portrait, *, share: float = 0.05) -> Picture:
    """Hair drawn further into the forehead by such a share of the face's height."""
    points = portrait.points
    down = points[topology.CHIN_TIP] - points[topology.FOREHEAD_TOP]
    return pulled(portrait, points[FOREHEAD], np.asarray(points[FOREHEAD] + share * down, np.float32), reach=0.10)


def blue_eyes(portrait: Portrait) -> Picture:
    """Both irises in another colour; in a photo without colour, lighter."""
    lab = light.lab(portrait.crop) + _irises(portrait)[..., None] * BLUE
    return codes(np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.float32).clip(0, 1) * np.float32(255))


def strange_catchlight(portrait: Portrait) -> Picture:
    """A bright square window mirrored in one eye alone."""
    x, y = portrait.points[topology.EYE_LEFT].mean(axis=0)
    half = 1.6 * millimetre(portrait)
    rows, columns = np.mgrid[0 : portrait.crop.shape[0], 0 : portrait.crop.shape[1]].astype(np.float32)
    away = np.maximum(np.abs(columns - x + 1.5 * half), np.abs(rows - y + half))
    share = light.smoothstep(away, half + 0.5, half - 0.5)[..., None]
    return codes(portrait.crop * (1 - share) + np.float32(245) * share)


def other_glasses(portrait: Portrait) -> Picture:
    """Round ones of thin wire, where the photo has a broad dark frame."""
    return painted(portrait, lambda canvas: spectacles(canvas, portrait, (21, 22), (120, 96, 50), 1.2))


def merged_rims(portrait: Portrait) -> Picture:
    """The same glasses, but that each rim's upper half has run into the brow."""
    unit = millimetre(portrait)
    wide, high, thick = (int(4 * each * unit) for each in (24, 19, 3))

    def draw(canvas: Floats) -> None:
        centres = []
        for eye, brow in zip(topology.EYES, BROWS, strict=True):
            x, y = portrait.points[eye].mean(axis=0)
            centre = int(4 * x), int(4 * (y + 2 * unit))
            centres.append(centre)
            cv2.ellipse(canvas, centre, (wide, high), 0, 0, 180, (*DARK, 1.0), thick)
            ends = [(centre[0] + side * wide, centre[1]) for side in (-1, 1)]
            along = [ends[0], *(4 * portrait.points[list(brow)]).astype(int), ends[1]]
            cv2.polylines(canvas, [np.array(along, np.int32)], isClosed=False, color=(*DARK, 1.0), thickness=thick)
        (right, level), (left, other) = sorted(centres)
        cv2.line(canvas, (right + wide, level), (left - wide, other), (*DARK, 1.0), thick)

    return painted(portrait, draw)


def with_teeth(portrait: Portrait, *, number: int = 8) -> Picture:
    """A row of so many teeth between the lips, 7 mm high, over whatever the mouth shows."""
    unit = 4 * millimetre(portrait)
    right, left = (4 * portrait.points[each] for each in (topology.MOUTH_RIGHT, topology.MOUTH_LEFT))
    x, y = (right + left) / 2
    wide, high = 0.36 * float(np.linalg.norm(left - right)), 3.5 * unit

    def draw(canvas: Floats) -> None:
        cv2.ellipse(canvas, (int(x), int(y)), (int(wide), int(high)), 0, 0, 360, (*ENAMEL, 1.0), -1)
        for place in np.linspace(-1, 1, number + 1)[1:-1]:
            tall = high * float(np.sqrt(1 - place**2))
            at = int(x + place * wide)
            cv2.line(canvas, (at, int(y - tall)), (at, int(y + tall)), (*BETWEEN, 1.0), max(1, int(0.7 * unit)))

    return painted(portrait, draw)


def with_other_teeth(portrait: Portrait) -> Picture:
    """Fewer and broader ones in their place."""
    return with_teeth(portrait, number=5)


def other_earring(portrait: Portrait) -> Picture:
    """A drop, where the photo has a disc."""
    x, y = pendant_place(portrait)
    unit = millimetre(portrait)

    def draw(canvas: Floats) -> None:
        at = int(4 * x), int(4 * (y + 4 * unit))
        cv2.ellipse(canvas, at, (int(4 * 2 * unit), int(4 * 10 * unit)), 0, 0, 360, (*GOLD, 1.0), -1)

    return painted(portrait, draw)


def with_tie(portrait: Portrait) -> Picture:
    """A dark tie with its knot, over whatever is worn."""
    x, y = _below_chin(portrait, 30)
    unit = 4 * millimetre(portrait)

    def draw(canvas: Floats) -> None:
        shape = np.array([[-9, 0], [9, 0], [6, 14], [16, 90], [0, 110], [-16, 90], [-6, 14]], np.float32)
        cv2.fillPoly(canvas, [np.round(shape * unit + np.array([4 * x, 4 * y])).astype(np.int32)], (*CLOTH, 1.0))

    return painted(portrait, draw)


def with_fingers(portrait: Portrait) -> Picture:
    """Three fingers at the collar, in the colour of the cheek, that belong to nobody."""
    x, y = _below_chin(portrait, 35)
    unit = 4 * millimetre(portrait)
    cheek = skins.hull(portrait.crop.shape, portrait.points[topology.CHEEK_RIGHT]) > 0.5
    tone = np.median(portrait.crop[cheek], axis=0)

    def draw(canvas: Floats) -> None:
        for number in range(3):
            at = int(4 * x + (number - 1) * 17 * unit), int(4 * y + (3 + 4 * number) * unit)
            for size, shade in ((9.0, 0.55), (7.8, 0.95)):
                axes = int(size * unit), int(3.4 * size * unit)
                cv2.ellipse(canvas, at, axes, 14, 0, 360, (*(float(each) for each in shade * tone), 1.0), -1)

    return painted(portrait, draw)


def with_badge(portrait: Portrait, *, text: str = "LIKENESS") -> Picture:
    """A name badge of 70 by 22 mm on the chest, as low as the picture goes."""
    (x, y), unit = _below_chin(portrait, 75), 4 * millimetre(portrait)
    y = min(y, portrait.crop.shape[0] - 7 * unit)
    x = min(x, portrait.crop.shape[1] - 16 * unit)

    def draw(canvas: Floats) -> None:
        corner = int(4 * x - 10 * unit), int(4 * y)
        cv2.rectangle(canvas, corner, (corner[0] + int(70 * unit), corner[1] + int(22 * unit)), (*BADGE, 1.0), -1)
        foot = corner[0] + int(4 * unit), corner[1] + int(16 * unit)
        letters = np.zeros(canvas.shape[:2], np.uint8)
        cv2.putText(letters, text, foot, cv2.FONT_HERSHEY_DUPLEX, 0.36 * unit, 255, max(1, int(1.1 * unit)))
        canvas[letters > 0] = (*INK, 1.0)

    return painted(portrait, draw)


def with_garbled_badge(portrait: Portrait) -> Picture:
    """The same badge with letters that spell nothing."""
    return with_badge(portrait, text="LKIENFSS")


def _below_chin(portrait: Portrait, millimetres: float) -> tuple[float, float]:
    tip = topology.CHIN_TIP
    return float(portrait.points[tip, 0]), float(portrait.points[tip, 1]) + millimetres * millimetre(portrait)


def _irises(portrait: Portrait) -> Floats:
    """1 on the rings between pupil and white that the lids leave free, softly."""
    height, width = portrait.crop.shape[:2]
    shares = np.zeros((height, width), np.float32)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    for group in topology.EYES:
        x, y = portrait.points[group].mean(axis=0)
        away = np.hypot(columns - x, rows - y) / (5.9 * millimetre(portrait))
        ring = light.smoothstep(away, 1.05, 0.95) * light.smoothstep(away, 0.3, 0.42)
        shares = np.maximum(shares, ring * skins.hull(shares.shape, portrait.points[group]))
    return light.blurred(shares, 0.6)
