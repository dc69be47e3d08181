"""Everything one picture says: the face, its quality by component and its template."""

from generation.faces import encoder, nets, turned_heads
from generation.faces.encoder import encode
from generation.faces.quality import mesh_maps
from generation.faces.quality.assessment import assess
from generation.faces.single_face import people
from generation.faces.values import Measurement, Picture


def measure(picture: Picture, *, compare: bool = True) -> Measurement:
    """Measure a picture uint8 H x W x 3, sRGB, upright. `compare` False makes no template: not everybody agreed to one.

    Raises FaceError (no_face, several_faces, face_too_small, weights_missing, weights_changed) and ValueError.
    """
    everybody = people(picture)
    face = everybody.main
    return Measurement(
        face=face,
        quality=assess(picture, face, everybody.others),
        template=encode(picture, face) if compare else None,
    )


def warm_up() -> None:
    """Load every network of this thread and dlib's two now; raises FaceError weights_missing or weights_changed."""
    nets.warm_up()
    mesh_maps.check()
    turned_heads.warm_up()
    encoder.warm_up()
