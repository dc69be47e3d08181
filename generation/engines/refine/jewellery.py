"""What hangs from the ears: too thin for the segmentation, and the first thing a person misses on their portrait."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.discs import disc
from generation.faces import topology
from generation.faces.values import Floats, Picture

HANGING: Final = (0.17, 0.34)  # of the face's width and height: how far from an ear's foot jewellery hangs
RIM: Final = 3  # pixels beside the person that are their outline, not a thing of its own
STANDS_OUT: Final = 22  # codes of Lab
BUSY: Final = 0.35  # share of the room below an ear from which it is too busy to say what stands out
TALL: Final = 0.8  # of its width: what hangs is hardly wider than tall
LEAST: Final = 12  # pixels of a thing that hangs
MANY: Final = 2  # things below an ear: with more, the one that hangs is not told from lights and leaves

Mask = NDArray[np.bool_]


def below_ears(lab: Picture, person: Mask, points: Floats) -> Mask:
    """What hangs there by itself, before a calm room. `lab` is 8-bit CIELAB of some 400 rows."""
    outline = cv2.dilate(person.astype(np.uint8), disc(RIM)) > 0
    right, left = (_hanging(_standing_out(lab, near & ~person), outline, near) for near in places(points, person.shape))
    return right | left


def _hanging(stands: Mask, outline: Mask, near: Mask) -> Mask:
    return (cv2.dilate(_ending_inside(stands & ~outline, near).astype(np.uint8), disc(RIM)) > 0) & stands


def places(points: Floats, shape: tuple[int, ...]) -> tuple[Mask, ...]:
    """Where jewellery hangs from the right and from the left ear."""
    wide = float(np.linalg.norm(points[topology.EDGE_RIGHT] - points[topology.EDGE_LEFT]))
    tall = float(np.linalg.norm(points[topology.FOREHEAD_TOP] - points[topology.CHIN_TIP]))
    axes = (max(1, round(HANGING[0] * wide)), max(1, round(HANGING[1] * tall)))
    found = []
    for foot in (topology.EDGE_RIGHT, topology.EDGE_LEFT):
        x, y = (round(float(value)) for value in points[foot] + np.array([0, 0.6 * HANGING[1] * tall]))
        found.append(cv2.ellipse(np.zeros(shape, np.uint8), (x, y), axes, 0, 0, 360, 1, -1) > 0)
    return tuple(found)


def _standing_out(lab: Picture, room: Mask) -> Mask:
    """What differs from most of the room below an ear; nothing where that room is of many colours."""
    if room.sum() < LEAST:
        return np.zeros_like(room)
    away = np.abs(lab.astype(np.float32) - np.median(lab[room], axis=0)).max(axis=-1)
    found = room & (away > STANDS_OUT)
    return found if found.sum() < BUSY * room.sum() else np.zeros_like(room)


def _hangs(row: NDArray[np.int32]) -> bool:
    return bool(row[cv2.CC_STAT_HEIGHT] >= TALL * row[cv2.CC_STAT_WIDTH])


def _ending_inside(things: Mask, near: Mask) -> Mask:
    """Connected things that do not reach the rim of `near`, for a room's corner goes on, and hang: a patch of wall above a
    shoulder lies. One ear has one: several are leaves or lights."""
    _, labels, rows, _ = cv2.connectedComponentsWithStats(things.astype(np.uint8), connectivity=8)
    rim = np.unique(labels[things & (cv2.erode(near.astype(np.uint8), disc(1)) == 0)])
    thick = np.unique(labels[cv2.morphologyEx(things.astype(np.uint8), cv2.MORPH_OPEN, disc(1)) > 0])
    kept = [n for n in thick if n not in rim and rows[n, cv2.CC_STAT_AREA] >= LEAST and _hangs(rows[n])]
    return np.isin(labels, kept if len(kept) == 1 and len(thick) <= MANY else [])
