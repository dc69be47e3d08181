"""What changes between two pictures of a face that nobody would call a change: size, light, colour of the light, blur,
compression, a picture in black and white, its mirror image. The heads learn from pictures damaged so, by chance and from a
seed, that they may learn the beard and not the medium."""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from generation.faces.attributes.features import crops
from generation.faces.geometry import eye_distance
from generation.faces.values import Face, Floats, Picture

NEAREST_EYES: Final = 28.0  # pixels between the outer corners: below this nothing is told
LARGEST_EYES: Final = 110.0
GREY_SHARE: Final = 0.3  # of the pictures that lose their colour


@dataclass(frozen=True, slots=True)
class Nuisance:
    """One picture's damage: `grey` pictures teach nothing about the colour of hair."""

    crops: tuple[Picture, ...]
    grey: bool


def damaged(picture: Picture, face: Face, random: np.random.Generator) -> Nuisance:
    """The crops of the picture after a chance mixture of nuisances."""
    small, near = _resized(picture, face, random)
    grey = random.random() < GREY_SHARE
    lit = _lit(np.asarray(small / np.float32(255), np.float32), random)
    shown = _greyed(lit) if grey else lit
    blurred = cv2.GaussianBlur(shown, (0, 0), max(eye_distance(near) * random.uniform(0, 0.025), 0.1))
    coded = np.asarray(np.rint(np.clip(blurred, 0, 1) * 255), np.uint8)
    cut = crops(_compressed(coded, random), _shaken(near, random))
    return Nuisance(tuple(each[:, ::-1] for each in cut) if random.random() < 0.5 else cut, grey)


def _resized(picture: Picture, face: Face, random: np.random.Generator) -> tuple[Picture, Face]:
    """Smaller by chance, never larger."""
    wanted = float(np.exp(random.uniform(np.log(NEAREST_EYES), np.log(LARGEST_EYES))))
    factor = min(wanted / eye_distance(face), 1.0)
    height, width = picture.shape[:2]
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return small, replace(face, mesh=np.asarray(face.mesh * factor, np.float32))


def _lit(picture: Floats, random: np.random.Generator) -> Floats:
    """Exposure, contrast, a lamp from one side and a lamp of another colour; `picture` is 0..1."""
    height, width = picture.shape[:2]
    light = picture ** np.float32(2.2 * random.uniform(0.8, 1.25))
    side = (
        random.normal(0, 0.4) * np.linspace(-1, 1, width) + random.normal(0, 0.2) * np.linspace(-1, 1, height)[:, None]
    )
    stops = side[..., None] + random.normal(0, 0.3) + random.normal(0, 0.12, 3)
    return np.asarray(np.clip(light * np.exp2(stops), 0, 1) ** (1 / 2.2), np.float32)


def _greyed(picture: Floats) -> Floats:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return np.asarray(np.repeat(grey[..., None], 3, axis=2), np.float32)


def _compressed(picture: Picture, random: np.random.Generator) -> Picture:
    quality = int(random.uniform(30, 98))
    data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


def _shaken(face: Face, random: np.random.Generator) -> Face:
    """The mesh a little beside its place, as another picture's would be."""
    shift = random.normal(0, 0.02 * eye_distance(face), (468, 3)).astype(np.float32)
    return replace(face, mesh=np.asarray(face.mesh + shift, np.float32))
