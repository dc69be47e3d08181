"""Are ears, earrings, glasses and head coverings still there? Clear structure of the head that the candidate has lost."""

from dataclasses import dataclass
from itertools import product
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.faces import topology
from generation.faces.values import Floats
from generation.gates import figure
from generation.gates.figure import EYE_DISTANCE
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.values import Result

WINDOW: Final = 3.5  # pixels of the figure's frame
REACHED: Final = 16  # pixels that the window and a pixel of slack reach
CLEAR: Final = 0.5  # stops (or as much colour) of spread from which there is a thing to lose
LOST: Final = 0.3  # share of the structure found again below which it is gone
LEFT: Final = 1.2  # times its power: with more, something was put over it, which other gates judge
BELOW_CHIN: Final = 0.35  # eye distances: where earrings hang
RIM: Final = 9  # pixels across the person's edge before a blurred room: loose strands thin there
RIM_OF_CUT_OUT: Final = 13  # the same before a new backdrop
BESIDE: Final = 27  # pixels around the person where things hang, looked at while the room is kept
ROOM: Final = 40  # pixels further out that say whether it is
FAINT: Final = 0.1  # stops of spread that a room's structure has at least
PLAIN: Final = 800  # pixels of structure: with fewer the room is a plain wall
SAME: Final = 0.7  # share of the room's structure that a kept one still has

Mask = NDArray[np.bool_]
Place = tuple[slice, slice]


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """The largest thing that is gone, in square eye distances. A cut-out before a new backdrop may thin hair at its rim."""
    area, where = lost(pair)
    result = limits.result(
        "belongings.lost" if pair.residue is None else "belongings.lost_in_cut_out",
        area,
        good="Everything on your head is still there.",
        otherwise=f"Something of yours is gone {where}: an ear, an earring, glasses, hair or a head covering?",
    )
    return (result,)


def lost(pair: Pair) -> tuple[float, str]:
    """Area of the largest connected structure that vanished, in square eye distances, and where it was."""
    rows = slice(0, max(1, int(chin(pair) + BELOW_CHIN * EYE_DISTANCE)))
    kept = Kept.of(pair, (rows, slice(None)))
    gone = kept.gone & _head(pair, kept, rows)
    if gone.any():
        place = place_of(gone)
        gone[place] &= Kept.of(pair, place, reach=1).gone
    count, _, stats, centres = cv2.connectedComponentsWithStats(gone.astype(np.uint8))
    if count < 2:
        return 0.0, ""
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return float(stats[largest, cv2.CC_STAT_AREA]) / EYE_DISTANCE**2, _place(pair, centres[largest])


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The photo's structure and what the candidate has of it, laid over it with and without flow, f32[H, W].

    `power` is the structure's own, `found` the share of it found again, `left` the candidate's power over it.
    """

    power: Floats
    found: Floats
    left: Floats

    @classmethod
    def of(cls, pair: Pair, place: Place, reach: int = 0) -> "Kept":
        """With a reach it is looked for that many pixels to any side, and where the person as a whole has moved: no
        registration is finer than cloth or hair."""
        old, things = pair.reference.figure.things[place], pair.candidate.figure.things[place]
        registered = pair.things_by_flow[place]
        ways = [things, registered, *([pair.things_by_motion[place]] if reach else [])]
        power = shared(old, old) + np.float32(1e-4)
        found = np.maximum.reduce([best(old, way, reach) for way in ways]) / power
        return cls(power, found, shared(registered, registered) / power)

    @property
    def gone(self) -> Mask:
        return np.asarray((self.power > CLEAR**2) & (self.found < LOST) & (self.left < LEFT))


def place_of(gone: Mask) -> Place:
    """The rows and columns that decide about what is gone: those that its blurring reaches."""
    found = [(np.flatnonzero(gone.any(axis=1 - axis)), gone.shape[axis]) for axis in (0, 1)]
    rows, columns = (
        slice(max(0, int(each[0]) - REACHED), min(size, int(each[-1]) + 1 + REACHED)) for each, size in found
    )
    return rows, columns


def shared(a: Floats, b: Floats) -> Floats:
    """Local mean of what two structures have in common, over all channels."""
    return light.blurred((a * b) @ np.ones(a.shape[2], np.float32), WINDOW)  # a third of the time of einsum


def best(a: Floats, b: Floats, reach: int) -> Floats:
    """What they have in common where they fit best."""
    ways = product(range(-reach, reach + 1), repeat=2)
    return np.asarray(np.maximum.reduce([shared(a, np.roll(b, way, axis=(0, 1))) for way in ways]), np.float32)


def _head(pair: Pair, kept: Kept, rows: slice) -> Mask:
    """The person down to where earrings hang, with what hangs there; beside them too, unless the room itself has changed.

    Beside a room that was blurred, what may be a sofa is not asked about: `background` does, of the whole outline.
    """
    before, after = pair.reference.figure, pair.candidate.figure
    person = np.asarray(before.person[rows] > 0.5, np.uint8)
    known = cv2.erode((before.known * after.known)[rows], np.ones((9, 9), np.uint8)) > 0.5
    hanging = pair.reference.hanging[rows]
    if pair.residue is not None:
        head = (cv2.erode(person, np.ones((RIM_OF_CUT_OUT, RIM_OF_CUT_OUT), np.uint8)) > 0) | hanging
    elif room_kept(kept, person, known):
        head = cv2.dilate(person, np.ones((BESIDE, BESIDE), np.uint8)) > 0
    else:
        sure = np.where(before.doubtful[rows], np.uint8(0), person)
        head = (cv2.erode(sure, np.ones((RIM, RIM), np.uint8)) > 0) | hanging
    return np.asarray(head & known)


def room_kept(kept: Kept, person: NDArray[np.uint8], known: Mask) -> bool:
    """Most of the structure around the person is still there; a plain wall has none to lose."""
    near, far = (cv2.dilate(person, np.ones((side, side), np.uint8)) > 0 for side in (BESIDE, BESIDE + 2 * ROOM))
    structured = far & ~near & known & (kept.power > FAINT**2)
    return structured.sum() < PLAIN or float(np.median(kept.found[structured])) > SAME


def chin(pair: Pair) -> float:
    """Row of the chin in the figure's frame."""
    return float(pair.reference.points[topology.CHIN_TIP, 1]) * figure.SHRINK + figure.OFFSET[1]


def _place(pair: Pair, centre: NDArray[np.float64]) -> str:
    points = pair.reference.points * figure.SHRINK + np.array(figure.OFFSET, np.float32)
    oval = cv2.convexHull(points[topology.OVAL])
    if cv2.pointPolygonTest(oval, (float(centre[0]), float(centre[1])), measureDist=False) > 0:
        return "in front of your face"
    return "above your forehead" if centre[1] < points[topology.FOREHEAD_TOP, 1] else "beside your face"
