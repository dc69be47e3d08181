"""Changes of appearance painted on a real picture, so that one knows what changed: glasses, a beard, long hair, grey, width.

Each comes in a strength that must be found or in one that is only reported. What is painted follows the mesh of the face
and takes its colour from the person's own brows and hair. Nuisances change the picture and not the person. Pictures are
uint8 H x W x 3, sRGB, upright; whoever shows one says that it is painted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation import hair_painting, simulation
from generation.faces import Face, degradations, drawn_features
from generation.pictures import Picture

FACE_SIDE: Final = 128  # pixels of the height of a face in a small picture


@dataclass(frozen=True, slots=True)
class Edit:
    """A painted change of one kind."""

    name: str
    kind: str
    apply: Callable[[Picture, Face], Picture]


@dataclass(frozen=True, slots=True)
class Nuisance:
    """Another picture of the same looks: nothing may be found."""

    name: str
    apply: Callable[[Picture, Face], Picture]


def wider(picture: Picture, _: Face) -> Picture:
    """The whole picture a twentieth wider."""
    size = (round(1.05 * picture.shape[1]), picture.shape[0])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def small(picture: Picture, face: Face) -> Picture:
    """The face FACE_SIDE pixels high; a smaller one is left as it is."""
    factor = min(FACE_SIDE / face.box.height, 1.0)
    size = (max(round(picture.shape[1] * factor), 1), max(round(picture.shape[0] * factor), 1))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def mirrored(picture: Picture, _: Face) -> Picture:
    return np.ascontiguousarray(picture[:, ::-1])


MUST_BE_FOUND: Final = (
    Edit("thick glasses", "glasses", lambda picture, _: simulation.glasses(picture, thickness=0.06)),
    Edit("full beard", "facial_hair", hair_painting.full_beard),
    Edit("long hair", "hair_length", hair_painting.long_hair),
)
REPORTED: Final = (
    Edit("thin glasses", "glasses", lambda picture, _: simulation.glasses(picture, thickness=0.016)),
    Edit("stubble", "facial_hair", hair_painting.stubble),
    Edit("half grey", "hair_colour", lambda picture, _: simulation.grey_hair(picture, amount=0.5)),
    Edit("face 5 % wider", "any", wider),
)
NUISANCES: Final = (
    Nuisance("light x 0.6", lambda picture, face: degradations.exposed(picture, face, np.log2(0.6))),
    Nuisance("light x 1.5", lambda picture, face: degradations.exposed(picture, face, np.log2(1.5))),
    Nuisance("side light", lambda picture, face: degradations.side_lit(picture, face, 1.0)),
    Nuisance("warm light", lambda picture, _: simulation.other_light(picture, from_left=True, stops=0, warmth=0.6)),
    Nuisance("JPEG of quality 30", lambda picture, face: degradations.compressed(picture, face, 30)),
    Nuisance(f"face of {FACE_SIDE} pixels", small),
    Nuisance("turned by 10 degrees", lambda picture, face: degradations.rolled(picture, face, 10)),
    Nuisance("nearer lens", lambda picture, _: simulation.other_lens(picture, strength=0.15, turn=0)),
    Nuisance("open mouth, painted", lambda picture, face: drawn_features.open_mouth(picture, face, 0.15)),
    Nuisance("mirrored", mirrored),
)
