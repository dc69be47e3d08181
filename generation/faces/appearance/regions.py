"""Skin of the lower face, colour of the hair, and how much person there is beside the face: plain statistics of regions.

Measured on real pairs they see dark full beards and long hair at best (docs/drift.md), so they decide nothing. They are kept
for the baseline and as what a learned attribute has to beat.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces import topology
from generation.faces.appearance.levelled import FRAME, Levelled, Mask, part
from generation.faces.values import Floats

ENOUGH: Final = 40  # pixels of a region
FINE: Final = (0.8, 4.0)  # pixels of the frame: the band of stubble and hair
STRIPS: Final = {"eyes": (0.0, 0.75), "jaw": (0.75, 1.25), "neck": (1.25, 1.75)}  # eye distances below the eye line
BESIDE: Final = (0.85, 1.6)  # eye distances from the middle
UPPER_LIP: Final = np.array(
    [2, 164, 0, 37, 39, 40, 185, 61, 57, 186, 92, 165, 167, 269, 270, 409, 291, 287, 410, 322, 391]
)
LOWER_FACE: Final = {
    "upper_lip": UPPER_LIP,
    "chin": topology.CHIN,
    "jaw_right": topology.JAW_RIGHT,
    "jaw_left": topology.JAW_LEFT,
}


def measure(face: Levelled, person: Mask) -> dict[str, float]:
    """Numbers by name, `region.measure`; a region that the picture does not show is left out. `person` is where the frame
    shows the person, at whatever level it was seen best."""
    return {**_lower_face(face), **_hair(face, person), **_beside(face, person)}


def _lower_face(face: Levelled) -> dict[str, float]:
    fine = _fine(face.lightness)
    lips = face.hull(topology.LIPS)
    cheek = np.append(np.median(face.lab[face.cheeks], axis=0), np.log(fine[face.cheeks].std() + 1e-2))
    found = {}
    for name, region in LOWER_FACE.items():
        mask = face.hull(region) & ~lips & face.shown
        if mask.sum() >= ENOUGH:
            here = np.append(np.median(face.lab[mask], axis=0), np.log(fine[mask].std() + 1e-2))
            found.update(_named(name, ("L", "a", "b", "texture"), here - cheek))
    return found


def _hair(face: Levelled, person: Mask) -> dict[str, float]:
    """Colour of what is person, above the brows or beside the face, and not face."""
    around = person & ~_grown(face.hull(topology.OVAL), 5)
    brows = int(face.points[topology.BROW_RIGHT, 1].min())
    rows = np.arange(FRAME)[:, None]
    chin = int(face.points[topology.CHIN_TIP, 1])
    found = {}
    for name, mask in {"crown": around & (rows < brows), "sides": around & (rows >= brows) & (rows < chin)}.items():
        if mask.sum() >= ENOUGH:
            found.update(_named(name, ("L", "a", "b"), np.median(face.lab[mask], axis=0)))
    return found


def _beside(face: Levelled, person: Mask) -> dict[str, float]:
    """Share of person, left and right averaged, in three strips beside face and neck; left out where the picture ends."""
    found = {}
    for name, down in STRIPS.items():
        sides = [(-BESIDE[1], -BESIDE[0]), BESIDE]
        if min(float(part(face.shown, side, down).mean()) for side in sides) >= 0.6:
            found[f"beside_{name}.person"] = float(np.mean([part(person, side, down).mean() for side in sides]))
    return found


def _fine(lightness: Floats) -> Floats:
    near, far = (cv2.GaussianBlur(lightness, (0, 0), sigma) for sigma in FINE)
    return np.asarray(near - far, np.float32)


def _grown(mask: Mask, pixels: int) -> Mask:
    grown: Mask = cv2.dilate(mask.astype(np.uint8), np.ones((2 * pixels + 1,) * 2, np.uint8)) > 0
    return grown


def _named(region: str, names: tuple[str, ...], values: NDArray[np.floating]) -> dict[str, float]:
    return {f"{region}.{name}": float(value) for name, value in zip(names, values, strict=True)}
