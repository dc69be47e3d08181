"""Are moles, freckles and scars still there? Small dark places of the photo's skin, looked for again in the candidate."""

from typing import Final

import cv2
import numpy as np

from generation.faces.values import Floats
from generation.gates.dark_places import Marks, depth
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.values import Result

NEAR: Final = 5  # pixels in which a mark may be found again


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """The mark of which least is left. Nothing where the photo shows no clear mark or is too small to hold one."""
    found = pair.reference.marks
    shares = [kept(pair, each) for each in found if len(each.depths)]
    if not limits.limits["marks.kept"].applies(pair.scale) or not shares:
        return ()
    left = float(min(each.min() for each in shares))
    result = limits.result(
        "marks.kept",
        left,
        good="Your moles and marks are where they were.",
        otherwise=f"A mole or mark of yours has faded: {max(0, round(100 * left))} % of one is left.",
    )
    return (result,)


def kept(pair: Pair, found: Marks) -> Floats:
    """Share of each mark's depth that the candidate still has, f32[n]."""
    there = cv2.dilate(depth(pair.registered, found.sigma), np.ones((NEAR, NEAR), np.uint8))
    return np.asarray(there[found.places[:, 0], found.places[:, 1]] / found.depths, np.float32)
