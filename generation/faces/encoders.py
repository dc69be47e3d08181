"""Encoders by name. Each has a space of its own: templates of two of them are never compared. A name stands for one network
and one alignment for good: others get a name of their own, and people move over with `manage.py migrate_templates`.

All of them run the reference encoder's network on upright chips, so that the chips of many pictures go through it together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Final

import numpy as np

from generation.faces import alignment, arrays, encoder
from generation.faces.values import REFERENCE, Box, Face, Floats, Picture, Template

MIRRORED: Final = "dlib-resnet-v1-mirrored"


def encode_as(name: str, picture: Picture, face: Face) -> Template:
    """The template of one face by the encoder of that name; ValueError for an unknown one, else the errors of `encode`."""
    arrays.check()
    return _template(name, arrays.encode_chips(chips_for(name, picture, face)))


def encode_chips_as(name: str, chips: Sequence[Picture]) -> tuple[Template, ...]:
    """Templates from what `chips_for` cut of each picture, in one batch: by torch where it is installed, else by numpy."""
    if not chips:
        return ()
    ends = np.cumsum([len(each) for each in chips])[:-1]
    return tuple(_template(name, vectors) for vectors in np.split(_vectors(np.concatenate(chips)), ends))


def chips_for(name: str, picture: Picture, face: Face) -> Picture:
    """The upright chips uint8[n, 150, 150, 3] that an encoder looks at; the errors of `encode_as`."""
    if name not in ENCODERS:
        raise ValueError(f"There is no encoder {name!r}: choose {' or '.join(ENCODERS)}.")
    return ENCODERS[name](picture, face)


def space_of(name: str) -> str:
    """Encoder, version and alignment of its templates, in one word each."""
    return f"{name} {encoder.VERSION} {encoder.ALIGNMENT}"


def plain(picture: Picture, face: Face) -> Picture:
    return alignment.chip(picture, face)[None]


def mirrored(picture: Picture, face: Face) -> Picture:
    """The face and its mirror image, whose mean takes out what the side of the light adds. Twice the time."""
    turned = replace(face, box=_turned(face.box, picture.shape[1]))
    return np.stack([alignment.chip(picture, face), alignment.chip(picture[:, ::-1], turned)])


def _template(name: str, vectors: Floats) -> Template:
    return replace(encoder.template(vectors.mean(axis=0, dtype=np.float32)), encoder=name)


def _vectors(chips: Picture) -> Floats:
    if find_spec("torch"):
        from generation.faces.torch_encoder import encoding

        return encoding.encode_chips(chips)
    arrays.check()
    return arrays.encode_chips(chips)


def _turned(box: Box, width: int) -> Box:
    return box._replace(left=width - box.right, right=width - box.left)


ENCODERS: Final[Mapping[str, Callable[[Picture, Face], Picture]]] = {REFERENCE: plain, MIRRORED: mirrored}
