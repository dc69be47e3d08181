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

Mask = NDArray[np.bool_]


def residue(before: Figure, after: Figure) -> float | None:
    """Share of the ring just outside the person that still shows the old background, 0..1; None when it is the same."""
    ring = _ring(before, 3, 10)
    weight = light.blurred(_ring(before, 22, 44).astype(np.float32), 18 * UNIT)
    old, new = _around(before, before, weight), _around(before, after, weight)
    asked = ring & (weight > 0.02) & (np.linalg.norm(new - old, axis=2) > NEW) & (after.known > 0.5)
    if asked.sum() < RING:
        return None
    to_old = np.linalg.norm(after.soft_lab - before.soft_lab, axis=2)
    to_new = np.linalg.norm(after.soft_lab - new, axis=2)
    return float((to_old[asked] < 0.5 * to_new[asked]).mean())


def _ring(figure: Figure, low: float, high: float) -> Mask:
    """Pixels outside the person by that much, well inside the picture."""
    inside = cv2.erode(figure.known, np.ones((2 * int(26 * UNIT) + 1,) * 2, np.uint8)) > 0.5
    return (figure.outside > low * UNIT) & (figure.outside <= high * UNIT) & inside


def _around(outline: Figure, figure: Figure, weight: Floats) -> Floats:
    """Lab of the background a little further out, spread over the ring."""
    far = _ring(outline, 22, 44).astype(np.float32)
    spread = light.blurred(figure.soft_lab * far[..., None], 18 * UNIT)
    return np.asarray(spread / (weight[..., None] + 1e-4), np.float32)
