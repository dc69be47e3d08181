"""What hangs from an ear before a room that is out of focus: sharper than everything around it, and too thin for the
segmentation. Colour cannot tell it where a room has many colours; the lens that focused on the face can.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.discs import disc
from generation.faces import topology
from generation.faces.values import Floats, Picture

TALL: Final = 400  # pixels of the face, forehead to chin, at which everything here is measured
REACH: Final = (0.20, 0.36)  # of the face's width and height: how far from an ear's foot jewellery hangs
ROUND: Final = 2.0  # times as far: the room that it is compared with
FINE: Final = 2.0  # pixels: structure narrower than that is sharp
OVER: Final = 3.0  # pixels over which its strength is taken
LEAST: Final = 4.0  # of CIELAB: the weakest structure that is a thing
SHARPER: Final = 1.6  # times the room's strongest tenth
CLEARLY: Final = 1.35  # times that limit, on the mean of a thing
OUTLINE: Final = 6  # pixels beside the person that are their outline, not a thing of its own
MARGIN: Final = 4  # pixels by which the strength of a thing reaches beyond it
SMALL: Final = 350  # pixels of a thing
ANCHOR: Final = 0.12  # face heights from the lobe
HANGS: Final = 0.8  # of its width: what hangs is hardly wider than tall
ROOM: Final = 100  # pixels of room that are enough to compare with

LOBES: Final = ((132, topology.EDGE_RIGHT), (361, topology.EDGE_LEFT))  # the mesh's points nearest to lobe and ear
Mask = NDArray[np.bool_]


def sharp_below_ears(picture: Picture, person: Floats, points: Floats) -> Floats:
    """How surely each pixel is such a thing, f32[H, W]. `person` is the probability of the person f32[H, W], `points` the
    mesh."""
    scale = TALL / float(np.linalg.norm(points[topology.FOREHEAD_TOP] - points[topology.CHIN_TIP]))
    rows, columns = _window(picture, points)
    if scale > 2 or rows.stop - rows.start < OUTLINE or columns.stop - columns.start < OUTLINE:
        return np.zeros_like(person)  # a face so small has no fine structure to go by
    size = round((columns.stop - columns.start) * scale), round((rows.stop - rows.start) * scale)
    near, sure = (cv2.resize(each[rows, columns], size, interpolation=cv2.INTER_AREA) for each in (picture, person))
    mesh = np.asarray((points - np.array([columns.start, rows.start])) * scale, np.float32)
    found = _found(_Around.of(np.asarray(near, np.uint8), np.asarray(sure > 0.5)), mesh)
    whole = np.zeros_like(person)
    back = (columns.stop - columns.start, rows.stop - rows.start)
    whole[rows, columns] = cv2.resize(found, back, interpolation=cv2.INTER_LINEAR)
    return whole


@dataclass(frozen=True, slots=True, eq=False)
class _Around:
    """The surroundings of a face: strength of fine structure, the person, and their outline."""

    strength: Floats
    outline: Mask
    far: Mask

    @classmethod
    def of(cls, picture: Picture, person: Mask) -> "_Around":
        lab = light.lab(picture)
        fine = lab - light.blurred(lab, FINE)
        strength = np.sqrt(light.blurred(np.einsum("ijk,ijk->ij", fine, fine), OVER))
        return cls(np.asarray(strength, np.float32), _wider(person, OUTLINE), ~_wider(person, 3 * OUTLINE))


def _found(around: _Around, mesh: Floats) -> Floats:
    found = np.zeros_like(around.strength)
    for lobe, ear in LOBES:
        near, wide = (_ellipse(found.shape, mesh, ear, times) for times in (1.0, ROUND))
        room = around.strength[wide & ~near & around.far]
        if room.size < ROOM:
            continue
        limit = max(LEAST, SHARPER * float(np.percentile(room, 90)))
        for thing in _things(around, near, mesh[lobe], limit):
            grown = _wider(thing, 2 * OUTLINE) & (around.strength > limit)
            found = np.maximum(found, _solid(grown))
    return light.blurred(found, 0.7)


def _things(around: _Around, near: Mask, lobe: Floats, limit: float) -> list[Mask]:
    """Connected sharp things that begin at the lobe, hang, and end before the rim of `near`."""
    sharp = (around.strength > limit) & ~around.outline
    _, labels, rows, _ = cv2.connectedComponentsWithStats(sharp.astype(np.uint8), connectivity=8)
    going_on = np.unique(labels[sharp & ~near])
    kept = []
    for number in np.flatnonzero(rows[:, cv2.CC_STAT_AREA] >= SMALL):
        thing = labels == number
        hangs = rows[number, cv2.CC_STAT_HEIGHT] >= HANGS * rows[number, cv2.CC_STAT_WIDTH]
        if number == 0 or number in going_on or not hangs or around.strength[thing].mean() < CLEARLY * limit:
            continue
        down, across = np.nonzero(thing)
        if np.hypot(across - lobe[0], down - lobe[1]).min() < ANCHOR * TALL:
            kept.append(np.asarray(thing))
    return kept


def _solid(thing: Mask) -> Floats:
    """The thing with its even middle, without the margin by which blurring its strength widened it; what is seen through a
    ring of wire does not matter."""
    whole = cv2.morphologyEx(thing.astype(np.uint8), cv2.MORPH_CLOSE, disc(OUTLINE))
    outlines, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros(thing.shape, np.uint8), outlines, -1, 1, -1)
    return np.asarray(cv2.erode(filled, disc(MARGIN)), np.float32)


def _window(picture: Picture, points: Floats) -> tuple[slice, slice]:
    """Rows and columns around the face that hold all of what is compared."""
    wide, tall = np.ptp(points[topology.OVAL], axis=0)
    ears = points[[topology.EDGE_RIGHT, topology.EDGE_LEFT]]
    left, right = ears[:, 0].min() - ROUND * REACH[0] * wide, ears[:, 0].max() + ROUND * REACH[0] * wide
    top, bottom = ears[:, 1].min() - REACH[1] * tall, ears[:, 1].max() + 2 * ROUND * REACH[1] * tall
    edges = np.clip([top, bottom], 0, picture.shape[0]), np.clip([left, right], 0, picture.shape[1])
    return slice(*(int(each) for each in edges[0])), slice(*(int(each) for each in edges[1]))


def _ellipse(shape: tuple[int, ...], mesh: Floats, ear: int, times: float) -> Mask:
    wide = float(np.linalg.norm(mesh[topology.EDGE_RIGHT] - mesh[topology.EDGE_LEFT]))
    x, y = (round(float(value)) for value in mesh[ear] + np.array([0, 0.6 * REACH[1] * TALL]))
    axes = max(1, round(times * REACH[0] * wide)), max(1, round(times * REACH[1] * TALL))
    return np.asarray(cv2.ellipse(np.zeros(shape, np.uint8), (x, y), axes, 0, 0, 360, 1, -1) > 0)


def _wider(mask: Mask, radius: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc(radius)) > 0)
