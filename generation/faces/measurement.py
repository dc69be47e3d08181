"""Everything one picture says: the face, its quality by component, its template and what it shows of the things that change."""

import numpy as np

from generation.faces import alignment, arrays, encoder, nets, turned_heads
from generation.faces.appearance.reading import described
from generation.faces.appearance.values import Appearance
from generation.faces.attributes.reading import Look
from generation.faces.geometry import Pyramid
from generation.faces.published import forward
from generation.faces.published.resnet import CHIP
from generation.faces.quality import mesh_maps, seen
from generation.faces.quality.assessment import assess
from generation.faces.single_face import people
from generation.faces.values import Face, Measurement, Picture, Template, checked

NONE = np.empty((0, CHIP, CHIP, 3), np.uint8)


def measure(picture: Picture, *, compare: bool = True, appearance: bool = False) -> Measurement:
    """Measure a picture uint8 H x W x 3, sRGB, upright. `compare` False makes no template: not everybody agreed to one.

    Raises FaceError (no_face, several_faces, face_too_small, weights_missing, weights_changed) and ValueError.
    """
    levels = Pyramid.of(checked(picture))
    everybody = people(levels)
    face = everybody.main
    quality = assess(levels, face, everybody.others)
    return Measurement(face, quality, *_encoded(levels, face, compare=compare, appearance=appearance))


def warm_up() -> None:
    """Load every network of this thread and hold the quick encoder to the reference; raises FaceError weights_missing or
    weights_changed."""
    nets.warm_up()
    mesh_maps.check()
    seen.check()
    turned_heads.warm_up()
    arrays.check()


def _encoded(
    levels: Pyramid, face: Face, *, compare: bool, appearance: bool
) -> tuple[Template | None, Appearance | None]:
    """One pass of the encoder for the template and for the heads that read attributes."""
    chips = alignment.chip(levels.picture, face)[None] if compare else NONE
    look = Look.at(levels, face) if appearance else None
    vectors, maps = forward.vectors_and_maps(chips, look.crops if look else NONE)
    return (
        encoder.template(vectors[0]) if compare else None,
        described(levels, face, look.values(maps)) if look else None,
    )
