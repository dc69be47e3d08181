"""The reference encoder: the face_recognition package (dlib's ResNet, 128 numbers) behind our own mesh."""

import threading
from functools import cache
from types import ModuleType
from typing import Final

import numpy as np
from PIL import ImageFile

from generation.faces import weights
from generation.faces.errors import FaceError
from generation.faces.values import REFERENCE, Face, Floats, Picture, Template, checked

ENCODER: Final = REFERENCE
VERSION: Final = weights.REFERENCE_ENCODER["dlib_face_recognition_resnet_model_v1.dat"][:12]
ALIGNMENT: Final = "5-point"  # the 68-point model may not be used commercially, and alignments do not mix

_lock = threading.Lock()  # dlib's nets keep their last activations: one caller at a time


def encode(picture: Picture, face: Face) -> Template:
    """The template of one face, 128 float32. Raises FaceError weights_missing or weights_changed, and ValueError.

    Distances between templates are Euclidean; what they can and cannot say is in docs/decisions/0002-faces.md.
    """
    contiguous = np.ascontiguousarray(checked(picture))
    with _lock:
        (vector,) = _face_recognition().face_encodings(
            contiguous, known_face_locations=[location(face)], num_jitters=1, model="small"
        )
    return template(np.asarray(vector, np.float32))


def template(vector: Floats) -> Template:
    """What an engine of this encoder made, f32[128], under the encoder's names."""
    return Template(vector, encoder=ENCODER, version=VERSION, alignment=ALIGNMENT)


def of_chip(chip: Picture) -> Floats:
    """The vector f32[128] of an upright chip uint8[150, 150, 3]; the errors of `encode`."""
    with _lock:
        found = _face_recognition().api.face_encoder.compute_face_descriptor(np.ascontiguousarray(chip))
    return np.array(found, np.float32)


def location(face: Face) -> tuple[int, int, int, int]:
    """The square around the mesh as face_recognition wants it: top, right, bottom, left."""
    (x, y), half = face.box.centre, max(face.box.width, face.box.height) / 2
    return int(y - half), int(x + half), int(y + half), int(x - half)


def comparable(a: Template, b: Template) -> bool:
    """Whether the two lie in one space."""
    return (a.encoder, a.version, a.alignment) == (b.encoder, b.version, b.alignment)


def distance(a: Template, b: Template) -> float:
    """Euclidean distance in the encoder's space; raises ValueError when encoder, version or alignment differ."""
    for name in ("encoder", "version", "alignment"):
        if getattr(a, name) != getattr(b, name):
            raise ValueError(
                f"Templates of different {name} cannot be compared: {getattr(a, name)}, {getattr(b, name)}."
            )
    return float(np.linalg.norm(a.vector.astype(np.float64) - b.vector))


def warm_up() -> None:
    """Import the package and its models; raises FaceError weights_missing or weights_changed."""
    with _lock:
        _face_recognition()


@cache
def _face_recognition() -> ModuleType:
    """The package, imported late because the import itself loads 100 MB of models.

    It also tells Pillow, for the whole process, to accept files that end too early; that is taken back at once.
    """
    weights.check_reference_encoder()
    truncated = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        import face_recognition
    except (ImportError, SystemExit) as error:  # the package calls quit() when its models cannot be imported
        raise FaceError(
            "weights_missing", "The reference encoder cannot be loaded. Reinstall face-recognition and its models."
        ) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated
    package: ModuleType = face_recognition
    return package
