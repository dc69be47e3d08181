"""Photographs of real hands, cut out, laid before a mouth: they judge what drawn ones have taught, and never teach."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import cv2
import numpy as np
from PIL import Image

from generation.faces import topology
from generation.faces.codes import encoded
from generation.faces.geometry import eye_distance
from generation.faces.labelling import LabelsError
from generation.faces.occluders import painted, skin_of
from generation.faces.quality.scene import LINEAR
from generation.faces.values import Face, Floats, Picture

Random = np.random.Generator
LONGEST: Final = 900  # pixels of a cut-out
WIDE: Final = (0.38, 0.5)  # eye distances from the middle of a palm to its edge


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """A cut-out with its opacity 0..1; `middle` is the thickest place, `reach` pixels from its edge."""

    name: str
    picture: Picture
    cover: Floats
    middle: Floats
    reach: float

    @classmethod
    def read(cls, file: Path) -> Self:
        """A PNG file with an alpha channel. Raises LabelsError for one without."""
        with Image.open(file) as image:
            if image.mode != "RGBA":
                raise LabelsError(f"{file.name} has no transparent part: cut the hand out first.")
            image.thumbnail((LONGEST, LONGEST))
            pixels = np.asarray(image)
        solid = (pixels[..., 3] > 127).astype(np.uint8)
        inwards = cv2.distanceTransform(np.pad(solid, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
        middle = np.array(np.unravel_index(inwards.argmax(), inwards.shape)[::-1], np.float32)
        inner = cv2.erode(solid, np.ones((3, 3), np.uint8)).astype(np.float32)
        cover = np.asarray(cv2.GaussianBlur(inner, (0, 0), 1.0), np.float32)
        return cls(file.stem, pixels[..., :3].copy(), cover, middle, float(inwards.max()))


def laid_before(picture: Picture, face: Face, hand: Hand, random: Random) -> Picture:
    """The hand before the mouth, turned and mirrored by chance, in about the tone of the person's own skin."""
    size = eye_distance(face) * random.uniform(*WIDE) / hand.reach
    angle, flip = random.uniform(-0.9, 0.9), random.choice([-1.0, 1.0])
    turn = size * np.array([[np.cos(angle) * flip, -np.sin(angle)], [np.sin(angle) * flip, np.cos(angle)]])
    place = face.points[topology.LIPS].mean(axis=0) + random.normal(0, 0.04, 2) * eye_distance(face)
    matrix = np.hstack([turn, (place - turn @ hand.middle)[:, None]])
    shape = picture.shape[1::-1]
    cover = np.asarray(cv2.warpAffine(hand.cover, matrix, shape), np.float32)
    toned = np.asarray(cv2.warpAffine(_toned(picture, face, hand, random), matrix, shape), np.float32)
    return painted(picture, toned, cover)


def _toned(picture: Picture, face: Face, hand: Hand, random: Random) -> Floats:
    """Codes of the cut-out in the tone of the cheek, more or less."""
    own = np.median(LINEAR[hand.picture[hand.cover > 0.9]], axis=0)
    cheek = np.median(LINEAR[skin_of(picture, face)[:64, :64].astype(np.uint8)].reshape(-1, 3), axis=0)
    stops = random.normal(0, 0.12, 3) + random.normal(0, 0.15)
    return encoded(LINEAR[hand.picture] * (cheek / own * np.exp2(stops)).astype(np.float32)).astype(np.float32)
