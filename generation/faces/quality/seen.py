"""Whether a mouth and eyes are what the networks look at, or something before them: a hand, a mask, a lid.

The mesh and iris networks learned faces from real pictures, hands and closed eyes among them; what their inner maps hold at
the mouth and at an eye is read by two linear models, trained on what was drawn before faces (docs/covered.md).
"""

import json
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np

from generation.faces import landmarker, nets, topology, weights
from generation.faces.errors import FaceError
from generation.faces.geometry import Source, apply
from generation.faces.quality import mesh_maps
from generation.faces.quality.linear import Linear
from generation.faces.values import Face, Floats

MOUTH_MAP: Final = "add_11"  # of the mesh network: 128 channels of 12 x 12
EYE_MAP: Final = "p_re_lu_40"  # of the iris network: 128 channels of 8 x 8
EYE_ROWS, EYE_COLUMNS = slice(2, 6), slice(1, 7)  # of that: the eye without brow and cheek
EYE_MEAN: Final = 0.3385  # of the sizes of its values on a known picture, with OpenCV 5.0.0
MODEL: Final = Path(__file__).with_name("seen.json")
REMEDY: Final = "Restore generation/faces/quality from the repository, or train again: manage.py train_seen."
DIGEST: Final = "992d2b9d4271e9f3267fb2046032246a5daf64bf2554056bc2dbcbc6956baee9"


class Models(NamedTuple):
    """Log-odds of a mouth against what covers one, and of an open eye against what closes or covers one."""

    mouth: Linear
    eye: Linear


def mouth(picture: Source, face: Face) -> float:
    """Log-odds that a mouth is seen. Raises FaceError weights_missing or weights_changed."""
    return _models().mouth.odds(mouth_numbers(picture, face))


def eyes(picture: Source, face: Face) -> tuple[float, float]:
    """How likely an open eye is seen, 0..1, the right one first. Raises FaceError weights_missing or weights_changed."""
    right, left = (_models().eye.probability(numbers) for numbers in eye_numbers(picture, face))
    return right, left


def mouth_numbers(picture: Source, face: Face) -> Floats:
    """Means of the mesh network's map over the lips, f32[128]."""
    mesh_maps.check()
    square = landmarker.square_of_mesh(face.mesh)
    (maps,) = nets.run(mesh_maps.MESH, square.cut(picture, landmarker.MESH_INPUT), (MOUTH_MAP,))
    side = maps.shape[-1]
    inwards = np.asarray(cv2.invertAffineTransform(square.to_picture(side)), np.float64)
    lips = apply(inwards, face.points[topology.LIPS])
    low = np.clip(np.floor(lips.min(axis=0)), 0, side - 1).astype(int)
    high = np.clip(np.ceil(lips.max(axis=0)), low + 1, side).astype(int)
    return np.asarray(maps[0, :, low[1] : high[1], low[0] : high[0]].mean(axis=(1, 2)), np.float32)


def eye_numbers(picture: Source, face: Face) -> tuple[Floats, Floats]:
    """Means of the iris network's map over each eye, f32[128], the right one first."""
    check()
    right, left = (_pooled(_eye_map(eye)) for eye in landmarker.eyes(picture, face))
    return right, left


@cache
def check() -> None:
    """Raise FaceError weights_changed unless the iris network's map is that which the models were trained on."""
    known = mesh_maps.known(landmarker.IRIS_INPUT)
    if not np.isclose(np.abs(_eye_map(known)).mean(), EYE_MEAN, rtol=mesh_maps.NEAR, atol=0):
        raise FaceError(
            "weights_changed", f"The maps of {landmarker.IRIS} are others under OpenCV {cv2.__version__}. {REMEDY}"
        )


def _eye_map(eye: np.ndarray) -> Floats:
    return nets.run(landmarker.IRIS, eye, (EYE_MAP,))[0]


def _pooled(maps: Floats) -> Floats:
    return np.asarray(maps[0, :, EYE_ROWS, EYE_COLUMNS].mean(axis=(1, 2)), np.float32)


@cache
def _models() -> Models:
    stored = json.loads(weights.verified(MODEL, DIGEST, remedy=REMEDY).read_text())
    return Models(Linear.of(stored["mouth"]), Linear.of(stored["eye"]))
