"""One picture to its six values, each only where it can be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np

from generation.faces.attributes import heads
from generation.faces.attributes.features import WIDE, crops, pooled
from generation.faces.attributes.places import PLACES, Mask
from generation.faces.attributes.values import NAMES, Attributes
from generation.faces.geometry import Source, apply, eye_distance
from generation.faces.published import forward
from generation.faces.published.resnet import CHIP
from generation.faces.values import Face, Floats, Picture, checked

NEAREST_EYES: Final = 28.0  # pixels between the outer corners; thin rims vanish below, and nothing was trained there
COLOURLESS: Final = 2.5  # CIELAB: chroma left when a tint that follows the lightness is taken away
SHOWN: Final = 0.9  # of the region that must lie inside the picture
# Around the head, in distances between the outer eye corners from the point between the eyes: across and down.
REGIONS: Final = {"hair_length": (1.3, 0.0, 1.6), "baldness": (0.7, -1.2, 0.0)}


def read(picture: Picture, face: Face) -> Attributes:
    """The values of one face in a picture uint8 H x W x 3. Raises FaceError weights_missing or weights_changed, ValueError."""
    look = Look.at(checked(picture), face)
    return look.values(forward.maps(look.crops))


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a reading needs of the encoder: crops uint8[n, 150, 150, 3], none when nothing can be told."""

    told: tuple[str, ...]
    crops: Picture

    @classmethod
    def at(cls, picture: Source, face: Face) -> "Look":
        cut = crops(picture, face)
        told = told_of(picture, face, cut[1])
        return cls(told, np.stack(cut)[: len(cut) if told else 0])

    def values(self, maps: Sequence[Floats]) -> Attributes:
        """From the encoder's maps of the crops; raises FaceError weights_missing or weights_changed."""
        version = heads.model().version
        if not self.told:
            return Attributes({}, version)
        seen, rows = pooled(maps), heads.rows()
        values = {name: float(seen[_mask(name)] @ rows[name].weight) + rows[name].bias for name in self.told}
        return Attributes(values, version)


@cache
def _mask(name: str) -> Mask:
    return PLACES[name].mask()


def told_of(picture: Source, face: Face, head: Picture) -> tuple[str, ...]:
    """The names that this picture can answer for; `head` is its middle crop."""
    if eye_distance(face) < NEAREST_EYES:
        return ()
    doubtful = {name for name, region in REGIONS.items() if _shown(picture, face, *region) < SHOWN}
    if monochrome(head):
        doubtful.add("grey_hair")
    return tuple(name for name in NAMES if name not in doubtful)


def monochrome(crop: Picture) -> bool:
    """Black and white, also when toned: all colour follows from the lightness."""
    lab = cv2.cvtColor(crop.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)[::7]
    lightness = lab[:, 0] / 100
    curve = np.stack([np.ones_like(lightness), lightness, lightness**2, lightness**3], axis=1)
    left = lab[:, 1:] - curve @ np.linalg.lstsq(curve, lab[:, 1:], rcond=None)[0]
    return float(np.sqrt((left**2).sum(axis=1)).mean()) < COLOURLESS


def _shown(picture: Source, face: Face, across: float, above: float, below: float) -> float:
    """Share of a region around the head that lies inside the picture."""
    x, y = np.meshgrid(np.linspace(-across, across, 15), np.linspace(above, below, 15))
    points: Floats = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
    crop = (points * WIDE.eyes_apart + [0.5, WIDE.eyes_down]) * CHIP
    at = apply(np.asarray(cv2.invertAffineTransform(WIDE.matrix(face)), np.float64), crop)
    height, width = picture.shape[:2]
    return float(((at >= 0) & (at < [width, height])).all(axis=1).mean())
