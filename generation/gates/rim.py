"""What is left of the old background just outside the person."""

from dataclasses import dataclass
from functools import lru_cache
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
    beyond = _beyond(before)
    asked = _ring(before, 3, 10) & (beyond.weight > 0.02) & (after.known > 0.5)
    old = _shared(beyond.lab, beyond.weight, asked)
    new = _shared(_spread(after.soft_lab, beyond.far), beyond.weight, asked)
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


@dataclass(frozen=True, slots=True, eq=False)
class _Beyond:
    """The photo's room a little further out, spread over the ring: the same for every candidate."""

    far: Mask
    weight: Floats
    lab: Floats


@lru_cache(maxsize=2)
def _beyond(before: Figure) -> _Beyond:
    far = _ring(before, 22, 44)
    return _Beyond(far, light.blurred(far.astype(np.float32), 18 * UNIT), _spread(before.soft_lab, far))


def _spread(lab: Floats, far: Mask) -> Floats:
    return light.blurred(lab * far[..., None], 18 * UNIT)


def _shared(spread: Floats, weight: Floats, asked: Mask) -> Floats:
    """Lab f32[n, 3] of the background a little further out, where it is asked for."""
    return np.asarray(spread[asked] / (weight[asked][:, None] + 1e-4), np.float32)
