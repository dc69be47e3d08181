"""Where a picture's own tone curve can be told from: everything that is not skin and is still what it was."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.gates import figure
from generation.gates.figure import Figure
from generation.gates.subject import Subject

SAME: Final = 0.5  # share of the room's structure that a kept one still has

Mask = NDArray[np.bool_]


def skin_and_rest(reference: Subject, candidate: Subject, *, same_room: bool) -> tuple[Mask, Mask]:
    """Masks in the figure's frame; a replaced backdrop explains nothing and is left out."""
    before, after = reference.figure, candidate.figure
    skin = figure.from_face_frame(reference.skin.light) > 0.5
    known = (before.known * after.known) > 0.5
    near = cv2.dilate(skin.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    room = known & (before.outline < 0.5) & (after.outline < 0.5)
    rest = known & ~near & ((before.person > 0.9) & (after.person > 0.9))
    kept = same_room and _still_there(before, after, room)
    return skin & known, (rest | room) if kept else rest


def _still_there(before: Figure, after: Figure, room: Mask) -> bool:
    """A blurred room changes everywhere by what was beside it: that is no tone curve, and explains nothing."""
    old, new = (each.things[..., 0][room] for each in (before, after))
    return float((old * new).sum()) >= SAME * float((old**2).sum())
