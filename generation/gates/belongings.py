"""Are ears, earrings, glasses and head coverings still there? Clear structure of the head that the candidate has lost."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.faces import topology
from generation.faces.values import Floats
from generation.gates import figure
from generation.gates.figure import EYE_DISTANCE, Figure
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.registration import moved, optical_flow
from generation.gates.values import Result

WINDOW: Final = 3.5  # pixels of the figure's frame
CLEAR: Final = 0.5  # stops (or as much colour) of spread from which there is a thing to lose
LOST: Final = 0.3  # share of the structure found again below which it is gone
LEFT: Final = 1.2  # times its power: with more, something was put over it, which other gates judge
BELOW_CHIN: Final = 0.35  # eye distances: where earrings hang
RIM: Final = 5  # pixels across the person's edge where a soft cut is another gate's matter
RIM_OF_CUT_OUT: Final = 13  # the same before a new backdrop
BESIDE: Final = 27  # pixels around the person where things hang, looked at while the room is kept
ROOM: Final = 40  # pixels further out that say whether it is
FAINT: Final = 0.1  # stops of spread that a room's structure has at least
PLAIN: Final = 800  # pixels of structure: with fewer the room is a plain wall
SAME: Final = 0.7  # share of the room's structure that a kept one still has
SMOOTH: Final = 10.0  # pixels: the flow follows shape, never things

Mask = NDArray[np.bool_]


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
    kept = Kept.of(pair.reference.figure, pair.candidate.figure)
    gone = kept.gone & _head(pair, kept)
    count, _, stats, centres = cv2.connectedComponentsWithStats(gone.astype(np.uint8))
    if count < 2:
        return 0.0, ""
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return float(stats[largest, cv2.CC_STAT_AREA]) / EYE_DISTANCE**2, _place(pair, centres[largest])


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The photo's structure and what the candidate has of it, laid over it with and without flow, f32[SIZE, SIZE].

    `power` is the structure's own, `found` the share of it found again, `left` the candidate's power over it.
    """

    power: Floats
    found: Floats
    left: Floats

    @classmethod
    def of(cls, before: Figure, after: Figure) -> "Kept":
        old, new = before.things, after.things
        registered = moved(new, light.blurred(optical_flow(old[..., 0], new[..., 0]), SMOOTH))
        power = _mean((old**2).sum(axis=2)) + np.float32(1e-4)
        found = np.maximum(*(_mean((old * each).sum(axis=2)) for each in (new, registered))) / power
        return cls(power, found, _mean((registered**2).sum(axis=2)) / power)

    @property
    def gone(self) -> Mask:
        return np.asarray((self.power > CLEAR**2) & (self.found < LOST) & (self.left < LEFT))


def _mean(image: Floats) -> Floats:
    return light.blurred(image, WINDOW)


def _head(pair: Pair, kept: Kept) -> Mask:
    """The person from the top down to where earrings hang; beside them too, unless the room itself has changed."""
    before, after = pair.reference.figure, pair.candidate.figure
    person = np.asarray(before.person > 0.5, np.uint8)
    known = cv2.erode(before.known * after.known, np.ones((9, 9), np.uint8)) > 0.5
    if pair.residue is not None:
        head = cv2.erode(person, np.ones((RIM_OF_CUT_OUT, RIM_OF_CUT_OUT), np.uint8)) > 0
    elif _room_kept(kept, person, known):
        head = cv2.dilate(person, np.ones((BESIDE, BESIDE), np.uint8)) > 0
    else:
        head = cv2.erode(person, np.ones((RIM, RIM), np.uint8)) > 0
    head &= known
    head[int(_down(pair) + BELOW_CHIN * EYE_DISTANCE) :] = False
    return np.asarray(head)


def _room_kept(kept: Kept, person: NDArray[np.uint8], known: Mask) -> bool:
    """Most of the structure around the person is still there; a plain wall has none to lose."""
    near, far = (cv2.dilate(person, np.ones((side, side), np.uint8)) > 0 for side in (BESIDE, BESIDE + 2 * ROOM))
    structured = far & ~near & known & (kept.power > FAINT**2)
    return structured.sum() < PLAIN or float(np.median(kept.found[structured])) > SAME


def _down(pair: Pair) -> float:
    """Row of the chin in the figure's frame."""
    return float(pair.reference.points[topology.CHIN_TIP, 1]) * figure.SHRINK + figure.OFFSET[1]


def _place(pair: Pair, centre: NDArray[np.float64]) -> str:
    points = pair.reference.points * figure.SHRINK + np.array(figure.OFFSET, np.float32)
    oval = cv2.convexHull(points[topology.OVAL])
    if cv2.pointPolygonTest(oval, (float(centre[0]), float(centre[1])), measureDist=False) > 0:
        return "in front of your face"
    return "above your forehead" if centre[1] < points[topology.FOREHEAD_TOP, 1] else "beside your face"
