"""Encoders by name. Each has a space of its own: templates of two of them are never compared."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from generation.faces import arrays
from generation.faces.values import REFERENCE, Box, Face, Picture, Template

MIRRORED: Final = "dlib-resnet-v1-mirrored"


def encode_as(name: str, picture: Picture, face: Face) -> Template:
    """The template of one face by the encoder of that name; ValueError for an unknown one, else the errors of `encode`."""
    if name not in ENCODERS:
        raise ValueError(f"There is no encoder {name!r}: choose {' or '.join(ENCODERS)}.")
    return ENCODERS[name](picture, face)


def mirrored(picture: Picture, face: Face) -> Template:
    """The mean of the face and its mirror image, f32[128]: what the side of the light adds is taken out. Twice the time."""
    plain = arrays.encode(picture, face)
    turned = arrays.encode(picture[:, ::-1], replace(face, box=_turned(face.box, picture.shape[1])))
    return replace(plain, vector=((plain.vector + turned.vector) / 2).astype(np.float32), encoder=MIRRORED)


def _turned(box: Box, width: int) -> Box:
    return box._replace(left=width - box.right, right=width - box.left)


ENCODERS: Final[Mapping[str, Callable[[Picture, Face], Template]]] = {
    REFERENCE: arrays.encode,
    MIRRORED: mirrored,
}
