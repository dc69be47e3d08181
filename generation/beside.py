"""Somebody else beside the person whom the network takes for part of them: a head behind a shoulder, half a face at the edge.

The network knows people, not which of them: before another room, or their own out of focus, a stranger would stay as sharp
as the person. One rule for engine and gates, by three signs of which each is enough: a piece above the shoulders that
hangs together with the head by nothing, one that does by a neck alone, and half a face that is whole when the picture's
edge mirrors it.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces import detector, landmarker, topology
from generation.faces.values import Box, Detection, Floats, Picture

UNIT: Final = 60  # pixels of a face's width on the small mask
HELD: Final = 0.35  # probability from which a matte may keep a pixel
MOUTH: Final = 0.2  # face widths below the middle of the face: above it nothing but hair joins a head
LEAST: Final = 0.03  # square face widths of a piece that stands alone above it; strays of one person had up to .003
APART: Final = 0.7  # face widths from the middle of the face: what is nearer is the person's own hair
LOWEST: Final = 0.95  # face widths below the middle of the face, where shoulders begin
THICK: Final = 0.22  # face widths from the middle of a piece to its rim: thinner ones are locks and straps
NECK: Final = 0.75  # of that: so thick at most is what joins it to the person
STEP: Final = 0.03  # face widths between the thicknesses that are tried
TORSO: Final = 0.35  # face widths to either side below the chin that surely are the person's own
ROWS: Final = (-1.5, 1.0)  # face widths from the middle of the face: where heads of others are
HIGH: Final = 0.5  # face widths below it, above which nobody's own shoulder meets the edge
STRIP: Final = 0.8  # face widths along the edge in which half a face is looked for
AT_EDGE: Final = 0.15  # face widths from the edge to the middle of such a face
SURE: Final = 0.7  # of the detector; flags and shoulders, mirrored, had up to .63
# Logit of the mesh where the detector is unsure: walls had up to 1, half faces that were mirrored from 2 to 25.
PRESENT: Final = 1.0
SMALL: Final = 0.35  # of the face's width: smaller ones are people in the background

Mask = NDArray[np.bool_]


def somebody(picture: Picture, person: Floats, points: Floats) -> Mask:
    """Where somebody else is held to be the person, bool[H, W]. `person` is the network's probability, `points` the mesh.

    Of 282 pictures of one person, with headscarves, curls, chairs and a hand at an ear, one had such a place: a flag, which
    the matte lets go.
    """
    wide = float(np.linalg.norm(points[topology.EDGE_RIGHT] - points[topology.EDGE_LEFT]))
    size = [max(1, round(side * UNIT / wide)) for side in person.shape[::-1]]
    likely = np.asarray(cv2.resize(person, size, interpolation=cv2.INTER_AREA), np.float32)
    mesh = np.asarray(points * (UNIT / wide), np.float32)
    pieces = (_alone(likely > 0.5, mesh) | _joined_by_a_neck(likely > HELD, mesh)).astype(np.uint8)
    large = cv2.resize(pieces, person.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    return np.asarray(large | _halves(picture, person, points[topology.OVAL].mean(axis=0), wide))


def _alone(held: Mask, mesh: Floats) -> Mask:
    """Pieces above the mouth that are not the head's."""
    x, y = (int(each) for each in mesh[topology.OVAL].mean(axis=0))
    high = held.astype(np.uint8)
    high[max(0, y + round(MOUTH * UNIT)) :] = 0
    _, labels, rows, _ = cv2.connectedComponentsWithStats(high)
    large = set(np.flatnonzero(rows[:, cv2.CC_STAT_AREA] > LEAST * UNIT**2))
    own = labels[np.clip(y, 0, len(held) - 1), np.clip(x, 0, held.shape[1] - 1)]
    return np.isin(labels, list(large - {0, own}))


def _joined_by_a_neck(held: Mask, mesh: Floats) -> Mask:
    """Thick pieces beside the head that are joined to the person by something thinner."""
    thick, found = _thickness(held), np.zeros(held.shape, bool)
    peaks = (thick > THICK) & _beside_the_head(held.shape, mesh)
    own = held & _surely_own(held.shape, mesh)
    for level in np.arange(STEP, NECK * float(thick[peaks].max(initial=0)), STEP):
        _, labels = cv2.connectedComponents((thick > level).astype(np.uint8))
        apart = set(labels[peaks & (NECK * thick > level)]) - set(labels[own])
        if apart:
            found |= np.isin(labels, list(apart))
    return found


def _thickness(held: Mask) -> Floats:
    """Face widths to the rim; what the picture's edge cuts off is no thinner for it."""
    padded = np.pad(held.astype(np.uint8), UNIT, mode="edge")
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 5)[UNIT:-UNIT, UNIT:-UNIT] / UNIT, np.float32)


def _beside_the_head(shape: tuple[int, ...], mesh: Floats) -> Mask:
    x, y = mesh[topology.OVAL].mean(axis=0)
    down, along = np.arange(shape[0])[:, None], np.arange(shape[1])
    return np.asarray((np.abs(along - x) > APART * UNIT) & (down - y < LOWEST * UNIT))


def _surely_own(shape: tuple[int, ...], mesh: Floats) -> Mask:
    """The face, and what is straight below the chin."""
    oval = cv2.convexHull(np.round(mesh[topology.OVAL]).astype(np.int32))
    own = cv2.fillConvexPoly(np.zeros(shape, np.uint8), oval, 1)
    (x, y), side = mesh[topology.CHIN_TIP], TORSO * UNIT
    own[max(0, int(y)) :, max(0, int(x - side)) : max(0, int(x + side))] = 1
    return np.asarray(own > 0)


def _halves(picture: Picture, person: Floats, middle: Floats, wide: float) -> Mask:
    """Faces that the left or the right edge cuts in two, where they are held to be the person."""
    found = np.zeros(person.shape, bool)
    first, last, high = (int(each) for each in np.clip(middle[1] + np.array([*ROWS, HIGH]) * wide, 0, len(person)))
    for inward in (slice(None), slice(None, None, -1)):
        seen = picture[first:last, inward]
        held, marked = (each[first:last, inward] for each in (person > 0.5, found))
        from_edge = middle[0] if inward.step is None else person.shape[1] - middle[0]
        if from_edge > APART * wide and held[: high - first, 0].any():
            for face in _cut_in_two(seen[:, : round(STRIP * wide)], wide):
                place = np.s_[max(0, int(face.top)) : int(face.bottom), : max(1, round(face.width / 2))]
                marked[place] |= held[place] & (held[place].mean() > 0.5)
    return found


def _cut_in_two(strip: Picture, wide: float) -> Iterator[Box]:
    """Faces astride the left edge of a strip, in its pixels; their left halves are mirrored."""
    whole = np.ascontiguousarray(np.concatenate([strip[:, ::-1], strip], axis=1))
    for face in detector.detect(whole):
        off = abs(face.box.centre[0] - strip.shape[1])
        if face.box.width > SMALL * wide and off < AT_EDGE * wide and _is_face(whole, face):
            yield face.box


def _is_face(picture: Picture, found: Detection) -> bool:
    """A shoulder mirrored at the edge was taken for one by the detector alone."""
    return found.score > SURE or landmarker.meshed(picture, found)[1] > PRESENT
