"""Finding, measuring and comparing one face: the front door.

Importing this package loads neither OpenCV nor dlib nor any weights; the first use of a verb does. Only two pictures of
the same person are ever compared; nothing is inferred about age, sex, origin, mood or looks.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from generation.faces.appearance.values import Appearance, Change
from generation.faces.errors import FaceError
from generation.faces.values import (
    REFERENCE,
    Box,
    Component,
    Detection,
    Face,
    Iris,
    Irises,
    Measurement,
    Quality,
    SamePicture,
    Template,
)

if TYPE_CHECKING:
    from generation.faces.appearance.comparing import changes
    from generation.faces.appearance.reading import appearance_of
    from generation.faces.averaged import encode_averaged
    from generation.faces.batch import encode_batch, warm_up_batch
    from generation.faces.degradations import DEGRADATIONS
    from generation.faces.detector import detect
    from generation.faces.difference import difference_map
    from generation.faces.encoder import comparable, distance, encode
    from generation.faces.encoders import ENCODERS, chips_for, encode_as, encode_chips_as, space_of
    from generation.faces.glance import first_look
    from generation.faces.landmarker import landmarks, mesh_points
    from generation.faces.measurement import measure, warm_up
    from generation.faces.near_duplicate import same_picture
    from generation.faces.opening import opened
    from generation.faces.segmentation import segment
    from generation.faces.single_face import faces, subject
    from generation.faces.skin_tone import individual_typology_angle
    from generation.faces.weights import check_weights

# No verb may be named like its module: importing a submodule overwrites the package's attribute of that name.
_MODULE_OF = {
    "DEGRADATIONS": "degradations",
    "ENCODERS": "encoders",
    "appearance_of": "appearance.reading",
    "changes": "appearance.comparing",
    "check_weights": "weights",
    "chips_for": "encoders",
    "comparable": "encoder",
    "detect": "detector",
    "difference_map": "difference",
    "distance": "encoder",
    "encode": "encoder",
    "encode_as": "encoders",
    "encode_averaged": "averaged",
    "encode_batch": "batch",
    "encode_chips_as": "encoders",
    "faces": "single_face",
    "first_look": "glance",
    "individual_typology_angle": "skin_tone",
    "landmarks": "landmarker",
    "measure": "measurement",
    "mesh_points": "landmarker",
    "opened": "opening",
    "same_picture": "near_duplicate",
    "segment": "segmentation",
    "space_of": "encoders",
    "subject": "single_face",
    "warm_up": "measurement",
    "warm_up_batch": "batch",
}

__all__ = [
    "DEGRADATIONS",
    "ENCODERS",
    "REFERENCE",
    "Appearance",
    "Box",
    "Change",
    "Component",
    "Detection",
    "Face",
    "FaceError",
    "Iris",
    "Irises",
    "Measurement",
    "Quality",
    "SamePicture",
    "Template",
    "appearance_of",
    "changes",
    "check_weights",
    "chips_for",
    "comparable",
    "detect",
    "difference_map",
    "distance",
    "encode",
    "encode_as",
    "encode_averaged",
    "encode_batch",
    "encode_chips_as",
    "faces",
    "first_look",
    "individual_typology_angle",
    "landmarks",
    "measure",
    "mesh_points",
    "opened",
    "same_picture",
    "segment",
    "space_of",
    "subject",
    "warm_up",
    "warm_up_batch",
]


def __getattr__(name: str) -> Any:
    """A verb, imported with its module on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
