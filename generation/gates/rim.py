"""What is left of the old background just outside the person."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.faces.values import Floats
from generation.gates.figure import SIZE, Figure

UNIT: Final = SIZE / 1024  # ring widths below were measured on pictures of about 1024 rows
NEW: Final = 15.0  # Lab distance to the old backdrop from which it is a new one: contrast and vignette change it by 10
RING: Final = 200  # pixels of ring that must show a new backdrop
MOST: Final = 0.4  # of the ring: a blurred room changes where it had edges, up to .13 of it; a new one from .70

Mask = NDArray[np.bool_]


def residue(before: Figure, after: Figure) -> float | None:
    """Share of the ring just outside the person that still shows the old background, 0..1; None when it is the same."""
    far = _ring(before, 22, 44)
    weight = light.blurred(far.astype(np.float32), 18 * UNIT)
    asked = _ring(before, 3, 10) & (weight > 0.02) & (after.known > 0.5)
    old, new = (_around(figure.soft_lab, far, weight, asked) for figure in (before, after))
    changed = np.linalg.norm(new - old, axis=1) > NEW
    if changed.sum() < max(RING, MOST * changed.size):
        return None
    to_old = np.linalg.norm((after.soft_lab - before.soft_lab)[asked][changed], axis=1)
    to_new = np.linalg.norm((after.soft_lab[asked] - new)[changed], axis=1)
    return float((to_old < 0.5 * to_new).mean())


def _ring(figure: Figure, low: float, high: float) -> Mask:
    """Pixels outside the person by that much, well inside the picture."""
    inside = cv2.erode(figure.known, np.ones((2 * int(26 * UNIT) + 1,) * 2, np.uint8)) > 0.5
    return (figure.outside > low * UNIT) & (figure.outside <= high * UNIT) & inside


def _around(lab: Floats, far: Mask, weight: Floats, asked: Mask) -> Floats:
    """Lab of the background a little further out, spread over the ring, f32[n, 3] where it is asked for."""
    spread = light.blurred(lab * far[..., None], 18 * UNIT)[asked]
    return np.asarray(spread / (weight[asked][:, None] + 1e-4), np.float32)
