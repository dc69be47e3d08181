"""The room between a jaw and what hangs from an ear, which the network takes for the person because they are around it."""

from typing import Final

import cv2
import numpy as np

from generation.discs import disc
from generation.engines.refine.jewellery import Mask
from generation.faces import topology
from generation.faces.values import Floats, Picture

BESIDE: Final = (-0.15, 0.7)  # face widths from the ear, outward: where both colours are learnt
ABOVE: Final = 2.0  # ways from eyes to chin above the eyes, from where they are learnt
DEEP: Final = 0.2  # face widths from the outline: what lies deeper is the person
WIDE: Final = 3  # pixels of 512 rows to either side: what is narrower is the outline
ENCLOSED: Final = 0.7  # share of the rim that is the person: a shoulder that looks like the wall has the wall above it
RIM: Final = 4  # pixels of 512 rows
FEWEST: Final = 8  # pixels of a place beside the head in which anything can be told

Place = tuple[slice, slice]


def pockets(lab: Picture, person: Floats, face: Floats, depth: Floats, points: Floats) -> Mask:
    """Places held to be person by the network and to be room by the colours beside them. `depth` is the way from the outline
    in face widths, all f32[H, W]; `lab` is 8-bit CIELAB."""
    found = np.zeros(person.shape, bool)
    eyes, chin = points[[topology.OUTER_EYE_RIGHT, topology.OUTER_EYE_LEFT], 1].mean(), points[topology.CHIN_TIP, 1]
    for place in _beside(person.shape, points, eyes - ABOVE * (chin - eyes), chin):
        top = eyes - place[0].start
        sure = (face[place] > 0.1) | (depth[place] > DEEP)
        half = (person[place].shape[1] // 2, person[place].shape[0] // 2)
        small, likely, own = (
            cv2.resize(each, half, interpolation=cv2.INTER_AREA)
            for each in (lab[place], person[place], sure.astype(np.float32))
        )
        pocket = _below(np.asarray(small, np.uint8), np.asarray(likely, np.float32), np.asarray(own > 0.5), top / 2)
        found[place] = (
            cv2.resize(pocket.astype(np.uint8), person[place].shape[::-1], interpolation=cv2.INTER_LINEAR) > 0
        )
    return found


def _beside(shape: tuple[int, ...], points: Floats, top: float, bottom: float) -> list[Place]:
    """Rows and columns about each ear, as far as they are in the picture."""
    wide = float(np.linalg.norm(points[topology.EDGE_RIGHT] - points[topology.EDGE_LEFT]))
    rows = np.clip([top, bottom], 0, shape[0]).astype(int)
    found = []
    for ear in (topology.EDGE_RIGHT, topology.EDGE_LEFT):
        outward = np.sign(points[ear, 0] - points[topology.NOSE_TIP, 0]) * wide
        columns = np.clip(np.sort(points[ear, 0] + outward * np.array(BESIDE)), 0, shape[1]).astype(int)
        if min(np.ptp(rows), np.ptp(columns)) > FEWEST:
            found.append((slice(*rows), slice(*columns)))
    return found


def _below(lab: Picture, person: Floats, sure: Mask, eyes: float) -> Mask:
    """The pockets below the eyes, ending before the chin: further down a collar may have the wall's colour."""
    taken = _room_by_colour(lab, person, sure)
    wide = cv2.morphologyEx(taken.astype(np.uint8), cv2.MORPH_OPEN, disc(WIDE))
    _, labels, rows, _ = cv2.connectedComponentsWithStats(wide)
    first, last = rows[:, cv2.CC_STAT_TOP], rows[:, cv2.CC_STAT_TOP] + rows[:, cv2.CC_STAT_HEIGHT]
    inside = np.flatnonzero((first > eyes) & (last < len(lab)))
    return np.isin(labels, [number for number in inside if number and _enclosed(labels == number, person > 0.5)])


def _room_by_colour(lab: Picture, person: Floats, sure: Mask) -> Mask:
    """What the colours near by take from the network's person (GrabCut, Rother et al. 2004)."""
    labels = np.where(person > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[cv2.dilate(person, disc(WIDE)) < 0.05] = cv2.GC_BGD
    labels[sure] = cv2.GC_FGD
    if not ((labels == cv2.GC_BGD).any() and (labels == cv2.GC_FGD).any()):
        return np.zeros(person.shape, bool)
    cv2.setRNGSeed(0)  # its clusters start at random: the same photo must give the same bytes
    cv2.grabCut(lab, labels, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    return np.asarray(np.isin(labels, (cv2.GC_BGD, cv2.GC_PR_BGD)) & (person > 0.5) & ~sure)


def _enclosed(pocket: Mask, person: Mask) -> bool:
    one = pocket.astype(np.uint8)
    rim = (cv2.dilate(one, disc(RIM)) > 0) & (cv2.dilate(one, disc(1)) == 0)
    return bool(person[rim].mean() > ENCLOSED)
