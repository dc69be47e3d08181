"""Things painted onto a photo, so that a candidate without them has lost them: a mole, an earring, glasses."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from generation import light
from generation.damages.portrait import Portrait, codes, relit
from generation.faces import topology
from generation.faces.values import Floats, Picture

MILLIMETRES: Final = 90.0  # between the outer corners of an adult's eyes (Farkas 1994, biocular width)
LOBE_RIGHT, LOBE_LEFT = 132, 361  # the points of the mesh nearest to the lobes
GOLD: Final = (214, 176, 84)
DARK: Final = (32, 28, 26)


def with_mole(portrait: Portrait, *, millimetres: float = 3.0) -> Picture:
    """A soft dark disc on one cheek, darker than the skin around it by the same share on any skin."""
    x, y = portrait.points[topology.CHEEK_RIGHT_WIDE].mean(axis=0)
    rows, columns = np.mgrid[0 : portrait.crop.shape[0], 0 : portrait.crop.shape[1]].astype(np.float32)
    radius = millimetres / 2 * eyes_apart(portrait) / MILLIMETRES
    disc = light.smoothstep(np.hypot(columns - x, rows - y) / radius, 1.4, 0.6)
    return relit(portrait, np.asarray(disc[..., None] * np.array([-0.7, -1.0, -1.1]), np.float32))


def with_earring(portrait: Portrait) -> Picture:
    """A golden pendant of 14 mm under the ear that turns to the camera."""
    middle = portrait.points[topology.NOSE_BASE]
    lobe = max(portrait.points[[LOBE_RIGHT, LOBE_LEFT]], key=lambda point: float(np.linalg.norm(point - middle)))
    unit = eyes_apart(portrait) / MILLIMETRES
    outwards = np.sign(lobe[0] - middle[0])
    place = lobe + np.array([outwards * 2.0, 6.0], np.float32) * unit
    return _drawn(portrait, lambda canvas: _pendant(canvas, place, unit))


def with_glasses(portrait: Portrait) -> Picture:
    """A dark frame of 3 mm around both eyes, with its bridge."""
    unit = eyes_apart(portrait) / MILLIMETRES
    eyes = [portrait.points[group].mean(axis=0) for group in (topology.EYE_RIGHT, topology.EYE_LEFT)]
    return _drawn(portrait, lambda canvas: _frame(canvas, eyes, unit))


def eyes_apart(portrait: Portrait) -> float:
    """Pixels between the outer corners of the eyes."""
    outer = portrait.points[[topology.OUTER_EYE_RIGHT, topology.OUTER_EYE_LEFT]]
    return float(np.linalg.norm(outer[1] - outer[0]))


def _drawn(portrait: Portrait, draw: Callable[[Floats], None]) -> Picture:
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


def _frame(canvas: Floats, eyes: list[Floats], unit: float) -> None:
    centres = [(int(4 * eye[0]), int(4 * (eye[1] + 2 * unit))) for eye in eyes]
    thick = max(1, int(4 * 3 * unit))
    for centre in centres:
        cv2.ellipse(canvas, centre, (int(4 * 24 * unit), int(4 * 19 * unit)), 0, 0, 360, (*DARK, 1.0), thick)
    inner = sorted(centres)
    bridge = [(inner[0][0] + int(4 * 24 * unit), inner[0][1]), (inner[1][0] - int(4 * 24 * unit), inner[1][1])]
    cv2.line(canvas, bridge[0], bridge[1], (*DARK, 1.0), thick)
