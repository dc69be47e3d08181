"""Somebody else beside the person: in a room that was changed they must not stay as they were."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.gates.belongings import FAINT, SAME, Kept, room_kept
from generation.gates.figure import EYE_DISTANCE
from generation.gates.pair import Pair
from generation.gates.rim import NEW

WHOLE: Final = (slice(None), slice(None))

Mask = NDArray[np.bool_]


def kept(pair: Pair) -> float:
    """How much of them is as in the photo though the room is not, in square eye distances; 0 where nobody else is."""
    company, before, after = pair.reference.company, pair.reference.figure, pair.candidate.figure
    if not company.any():
        return 0.0
    known = before.known * after.known > 0.5
    if pair.residue is not None:
        away = np.linalg.norm(after.soft_lab - before.soft_lab, axis=2)
        return _area(company & known & (away < NEW))
    structure = Kept.of(pair, WHOLE)
    inside = cv2.erode(known.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if room_kept(structure, np.asarray(before.person > 0.5, np.uint8), inside):
        return 0.0
    return _area(company & known & (structure.power > FAINT**2) & (structure.found > SAME))


def _area(mask: Mask) -> float:
    return float(mask.sum()) / EYE_DISTANCE**2
