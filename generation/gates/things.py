"""Is something there that the photo does not show, or something exchanged below the face: a tie, fingers, a badge?"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces.values import Floats
from generation.gates.belongings import BELOW_CHIN, CLEAR, LOST, RIM, RIM_OF_CUT_OUT, best, chin, shared
from generation.gates.figure import EYE_DISTANCE
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.values import Result

AROUND: Final = 12  # pixels around what seems changed that are looked at once more, with slack
STRAYS: Final = 11  # pixels, both sides, by which a flow in fine cloth may stray
LEAST: Final = 10  # pixels: fewer are not looked at twice

Mask = NDArray[np.bool_]


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """The largest new thing on the person, and the largest below the face that is gone, in square eye distances.

    Neither by the flow nor by the motion of the whole person may it be found: in fine cloth a flow strays.
    """
    if not limits.asks("things.added"):
        return ()
    before, there = pair.reference.figure.things, pair.candidate.figure.things
    flowed, strayed = pair.things_by_flow, pair.things_by_motion
    person = inside(pair)
    below = person & (np.arange(len(person))[:, None] > chin(pair) + BELOW_CHIN * EYE_DISTANCE)
    kept = shared(before, flowed)
    new = _unfound(flowed, [before], person, kept) & _wider(
        _unfound(strayed, [before], person, shared(before, strayed))
    )
    added, exchanged = largest(new), largest(_unfound(before, [flowed, there, strayed], below, kept))
    return (
        limits.result(
            "things.added",
            added,
            good="Nothing was drawn onto you.",
            otherwise="Something is on you that your photo does not show.",
        ),
        limits.result(
            "things.exchanged",
            exchanged,
            good="Everything you wear is still there.",
            otherwise="Something that you wear is gone or was drawn anew.",
        ),
    )


def _unfound(things: Floats, others: list[Floats], inside: Mask, kept: Floats) -> Mask:
    """Clear structure of one picture that the other has not, a pixel to any side. `kept` is what it shares with the first."""
    power = shared(things, things) + np.float32(1e-4)
    clear = inside & (power > CLEAR**2)
    missing = np.asarray(clear & (kept < LOST * power))
    if missing.sum() < LEAST:
        return missing
    down, across = np.nonzero(missing)
    box = tuple(slice(max(0, int(each.min()) - AROUND), int(each.max()) + AROUND) for each in (down, across))
    found = np.maximum.reduce([best(things[box], each[box], 1) for each in others])
    missing[box] &= found < LOST * power[box]
    return missing


def _wider(mask: Mask) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((STRAYS, STRAYS), np.uint8)) > 0)


def largest(mask: Mask) -> float:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return float(stats[1:, cv2.CC_STAT_AREA].max()) / EYE_DISTANCE**2 if count > 1 else 0.0


def inside(pair: Pair) -> Mask:
    """The person in both pictures, away from the rim."""
    before, after = pair.reference.figure, pair.candidate.figure
    side = RIM if pair.residue is None else RIM_OF_CUT_OUT
    both = (np.minimum(before.person, after.person) > 0.5) & (before.known * after.known > 0.5)
    return np.asarray(cv2.erode(both.astype(np.uint8), np.ones((side, side), np.uint8)) > 0)
