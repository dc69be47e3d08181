"""Things painted onto a photo, so that a candidate without them has lost them: mole, earring, glasses, braid, headscarf."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from generation import light
from generation import skin as skins
from generation.damages.portrait import Colour, Portrait, codes, relit
from generation.faces import topology
from generation.faces.values import Floats, Picture

MILLIMETRES: Final = 90.0  # between the outer corners of an adult's eyes (Farkas 1994, biocular width)
LOBE_RIGHT, LOBE_LEFT = 132, 361  # the points of the mesh nearest to the lobes
GOLD: Final = (214, 176, 84)
DARK: Final = (32, 28, 26)
LOCK: Final = (104, 82, 62)
CLOTH: Final = (120, 44, 62)
FOLD: Final = (66, 20, 32)


def with_mole(portrait: Portrait, *, millimetres: float = 3.0) -> Picture:
    """A soft dark disc on one cheek, darker than the skin around it by the same share on any skin."""
    x, y = portrait.points[topology.CHEEK_RIGHT_WIDE].mean(axis=0)
    rows, columns = np.mgrid[0 : portrait.crop.shape[0], 0 : portrait.crop.shape[1]].astype(np.float32)
    radius = millimetres / 2 * eyes_apart(portrait) / MILLIMETRES
    disc = light.smoothstep(np.hypot(columns - x, rows - y) / radius, 1.4, 0.6)
    return relit(portrait, np.asarray(disc[..., None] * np.array([-0.7, -1.0, -1.1]), np.float32))


def with_earring(portrait: Portrait) -> Picture:
    """A golden pendant of 14 mm under the ear that turns to the camera."""
    return painted(portrait, lambda canvas: _pendant(canvas, pendant_place(portrait), millimetre(portrait)))


def with_glasses(portrait: Portrait) -> Picture:
    """A dark frame of 3 mm around both eyes, with its bridge."""
    return painted(portrait, lambda canvas: spectacles(canvas, portrait, (24, 19), DARK, 3))


def with_braid(portrait: Portrait) -> Picture:
    """A braid of 24 mm from behind the ear that turns to the camera, down to the shoulder."""
    lobe, outwards, unit = _lobe(portrait)
    start = lobe + np.array([outwards * 10.0, -15.0], np.float32) * unit
    return painted(portrait, lambda canvas: _braid(canvas, start, unit))


def with_headscarf(portrait: Portrait) -> Picture:
    """Cloth in folds over hair and ears, down to the neck; the face stays free."""
    face = skins.outline(portrait.crop.shape, portrait.points, 1.02)
    away = cv2.distanceTransform(np.asarray(face < 0.5, np.uint8), cv2.DIST_L2, 5)
    head = cv2.dilate(np.asarray(portrait.person > 0.5, np.uint8), np.ones((15, 15), np.uint8)) > 0
    rows = np.arange(head.shape[0])[:, None]
    near = np.where(rows < portrait.points[topology.FOREHEAD_TOP, 1], 0.6, 0.25) * portrait.face_width
    cloth = (
        head & (away > 0) & (away < near) & (rows < portrait.points[topology.CHIN_TIP, 1] + 0.1 * portrait.face_width)
    )
    fold = 0.5 + 0.5 * np.cos(2 * np.pi * away / (0.06 * portrait.face_width))
    colour = np.array(FOLD, np.float32) + fold[..., None] * (np.array(CLOTH, np.float32) - np.array(FOLD, np.float32))
    share = light.blurred(np.asarray(cloth, np.float32), 0.8)[..., None]
    return codes(portrait.crop * (1 - share) + np.asarray(colour, np.float32) * share)


def eyes_apart(portrait: Portrait) -> float:
    """Pixels between the outer corners of the eyes."""
    outer = portrait.points[[topology.OUTER_EYE_RIGHT, topology.OUTER_EYE_LEFT]]
    return float(np.linalg.norm(outer[1] - outer[0]))


def millimetre(portrait: Portrait) -> float:
    """Pixels that are one on the face."""
    return eyes_apart(portrait) / MILLIMETRES


def pendant_place(portrait: Portrait) -> Floats:
    """The middle of what hangs from the lobe that turns to the camera."""
    lobe, outwards, unit = _lobe(portrait)
    return np.asarray(lobe + np.array([outwards * 2.0, 6.0], np.float32) * unit, np.float32)


def _lobe(portrait: Portrait) -> tuple[Floats, float, float]:
    """The lobe that turns to the camera, the sign of the way outwards, and pixels a millimetre."""
    middle = portrait.points[topology.NOSE_BASE]
    lobe = max(portrait.points[[LOBE_RIGHT, LOBE_LEFT]], key=lambda point: float(np.linalg.norm(point - middle)))
    return lobe, float(np.sign(lobe[0] - middle[0])), eyes_apart(portrait) / MILLIMETRES


def painted(portrait: Portrait, draw: Callable[[Floats], None]) -> Picture:
    """Drawn at four times the size and shrunk, so that edges are as soft as a lens makes them."""
    size = portrait.crop.shape[1] * 4, portrait.crop.shape[0] * 4
    canvas = np.zeros((size[1], size[0], 4), np.float32)
    draw(canvas)
    small = cv2.resize(canvas, portrait.crop.shape[1::-1], interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 0.7)
    return codes(portrait.crop * (1 - small[..., 3:]) + small[..., :3])


def _pendant(canvas: Floats, place: Floats, unit: float) -> None:
    at = int(4 * place[0]), int(4 * place[1])
    cv2.circle(canvas, at, int(4 * 7 * unit), (*DARK, 1.0), -1)
    cv2.circle(canvas, at, int(4 * 6 * unit), (*GOLD, 1.0), -1)
    shine = int(at[0] - 8 * unit), int(at[1] - 8 * unit)
    cv2.circle(canvas, shine, int(4 * 1.5 * unit), (255, 250, 235, 1.0), -1)


def _braid(canvas: Floats, start: Floats, unit: float) -> None:
    """Strands that cross each other, lighter on top than between."""
    for number in range(14):
        for side in (-1, 1):
            at = int(4 * (start[0] + side * 5 * unit)), int(4 * (start[1] + 10 * number * unit))
            axes = int(4 * 9 * unit), int(4 * 6 * unit)
            cv2.ellipse(canvas, at, axes, side * 35, 0, 360, (*DARK, 1.0), -1)
            cv2.ellipse(canvas, at, (axes[0] * 2 // 3, axes[1] // 3), side * 35, 0, 360, (*LOCK, 1.0), -1)


def spectacles(canvas: Floats, portrait: Portrait, rim: tuple[int, int], colour: Colour, millimetres: float) -> None:
    """Two rims of such half axes and a bridge, so thick."""
    unit = millimetre(portrait)
    eyes = [portrait.points[group].mean(axis=0) for group in topology.EYES]
    centres = [(int(4 * eye[0]), int(4 * (eye[1] + 2 * unit))) for eye in eyes]
    wide, high = (int(4 * each * unit) for each in rim)
    thick = max(1, int(4 * millimetres * unit))
    for centre in centres:
        cv2.ellipse(canvas, centre, (wide, high), 0, 0, 360, (*colour, 1.0), thick)
    inner = sorted(centres)
    bridge = [(inner[0][0] + wide, inner[0][1]), (inner[1][0] - wide, inner[1][1])]
    cv2.line(canvas, bridge[0], bridge[1], (*colour, 1.0), thick)
