"""Where two pictures of one person differ, drawn over the first: for human eyes, never for a rule.

The light is levelled and the second face laid over the first, point of the mesh on point of the mesh. What is left still
holds expression, hard light and angle, so the map shows where to look and decides nothing.
"""

from typing import Final

import cv2
import numpy as np

from generation.faces import topology
from generation.faces.appearance.levelled import EYE_LINE, EYES, FRAME, MIDDLE, Levelled, Mask
from generation.faces.geometry import face_frame, warp
from generation.faces.values import Face, Floats, Picture

SIDE: Final = 448  # pixels of the map
LEFT, TOP, WIDE = round(MIDDLE - 1.75 * EYES), round(EYE_LINE - 1.75 * EYES), round(3.5 * EYES)  # the head in the frame
SOFT: Final = 1.5  # pixels of the frame: pores and single hairs are not a difference
SLACK: Final = 5  # pixels across: what only moved by less is not a difference
QUIET: Final = 8.0  # CIELAB units: most places of two unchanged pictures of one person lie below
LOUD: Final = 30.0  # CIELAB units at which the colour is full
GRID: Final = 36  # the bend is worked out on a coarse grid and enlarged
REACH: Final = 14.0  # pixels of the frame: how far a point of the mesh bends its surroundings
INK: Final = np.array([214, 72, 20], np.float32)  # sRGB; told from grey by people who do not see red

_HEAD = (slice(TOP, TOP + WIDE), slice(LEFT, LEFT + WIDE))


def difference_map(before: Picture, before_face: Face, after: Picture, after_face: Face) -> Picture:
    """The first head in grey, uint8 SIDE x SIDE x 3, coloured where the second differs: the stronger, the more.

    Raises ValueError unless both are uint8 H x W x 3.
    """
    strength = _strength(Levelled.of(before, before_face), Levelled.of(after, after_face))
    grey = np.repeat(cv2.cvtColor(_head(before, before_face), cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    alpha = (0.85 * cv2.resize(strength[_HEAD], (SIDE, SIDE), interpolation=cv2.INTER_LINEAR))[..., None]
    return np.asarray(np.clip(grey * (1 - alpha) + INK * alpha, 0, 255).round(), np.uint8)


def _head(picture: Picture, face: Face) -> Picture:
    """The head at the map's own size, so that it is not enlarged from the frame."""
    matrix = face_frame(face, size=FRAME, eyes_apart=EYES / FRAME, eyes_down=EYE_LINE / FRAME)
    matrix[:, 2] -= (LEFT, TOP)
    return warp(picture, matrix * (SIDE / WIDE), SIDE, border=cv2.BORDER_REPLICATE)


def _strength(first: Levelled, second: Levelled) -> Floats:
    """0..1 per pixel of the frame; 0 where either picture shows nothing or neither shows the person."""
    bend = _bend(first.points, second.points)
    there = _moved(second.lab, bend)
    seen = first.shown & (_moved(second.shown.astype(np.float32), bend) > 0.5)
    person = first.person | (_moved(second.person.astype(np.float32), bend) > 0.5)
    channels = slice(0, 1 if first.monochrome or second.monochrome else 3)
    a, b = (np.asarray(cv2.GaussianBlur(lab, (0, 0), SOFT)[..., channels], np.float32) for lab in (first.lab, there))
    far = np.maximum(_beyond(a, b), _beyond(b, a))
    strength = np.clip((far - QUIET) / (LOUD - QUIET), 0, 1) * _faded(seen & person & _head_of(first))
    return np.asarray(strength, np.float32)


def _beyond(values: Floats, other: Floats) -> Floats:
    """How far each pixel lies outside what the other picture shows around that place, in CIELAB units."""
    around = np.ones((SLACK, SLACK), np.uint8)
    low, high = (each(other, around).reshape(other.shape) for each in (cv2.erode, cv2.dilate))
    return np.asarray(np.linalg.norm(np.maximum(np.maximum(values - high, low - values), 0), axis=2), np.float32)


def _head_of(face: Levelled) -> Mask:
    """Down to the chin, and little beside the head: clothes change every day and are nobody's likeness."""
    rows, columns = np.arange(FRAME)[:, None], np.arange(FRAME)[None]
    head: Mask = (rows < face.points[topology.CHIN_TIP, 1]) & (np.abs(columns - MIDDLE) < 1.35 * EYES)
    return head


def _bend(here: Floats, there: Floats) -> Floats:
    """Where each pixel of the first frame lies in the second, f32[FRAME, FRAME, 2]: near the mesh as its points moved."""
    step = FRAME / GRID
    places = (np.indices((GRID, GRID)).reshape(2, -1).T[:, ::-1] + 0.5) * step - 0.5
    away = np.square(places[:, None] - here[None]).sum(axis=2)
    weight = np.exp(-away / (2 * REACH**2))
    # The constant holds places far from the face still: there the pictures are laid over each other by the eyes alone.
    shift = (weight[..., None] * (there - here)[None]).sum(axis=1) / (weight.sum(axis=1)[:, None] + 0.5)
    coarse = shift.reshape(GRID, GRID, 2).astype(np.float32)
    rows, columns = np.indices((FRAME, FRAME), np.float32)
    return np.asarray(cv2.resize(coarse, (FRAME, FRAME), interpolation=cv2.INTER_CUBIC), np.float32) + np.dstack(
        [columns, rows]
    )


def _moved(values: Floats, bend: Floats) -> Floats:
    return np.asarray(cv2.remap(values, bend[..., 0], bend[..., 1], cv2.INTER_LINEAR, borderValue=0), np.float32)


def _faded(mask: Mask) -> Floats:
    """The mask with a soft edge, so that an outline that is off by a pixel or two draws no line."""
    core = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(core, (0, 0), 2.0), np.float32)
