"""Feature maps of the mesh network, as numbers of texture: named as in the network's file, and checked against what they held
when the photograph hints were trained, because another OpenCV may name, fuse or compute layers otherwise."""

from functools import cache
from typing import Final

import cv2
import numpy as np

from generation.faces import nets
from generation.faces.errors import FaceError
from generation.faces.values import Floats, Picture

MESH: Final = "face_landmark.tflite"
MESH_SIDE: Final = 192  # pixels of its input
MAPS: Final = ("depthwise_conv2d_5", "p_re_lu_9", "add_11")  # early, middle and late
SHAPES: Final = ((32, 48, 48), (64, 24, 24), (128, 12, 12))
MEANS: Final = (0.3671, 0.4736, 0.8149)  # of the sizes of their values on `known`, with OpenCV 5.0.0
NEAR: Final = 0.02  # of the mean: backends differ by rounding only
REMEDY: Final = (
    "The hints that a picture is no photograph would mean nothing. Install the OpenCV that the lock file names, or find the"
    " layers again (generation/faces/quality/mesh_maps.py) and train: manage.py train_photograph."
)


def numbers_of(face: Picture) -> Floats:
    """Mean and spread of each channel of MAPS, f32[448], for a picture of MESH_SIDE.

    Raises FaceError weights_missing or weights_changed.
    """
    check()
    pooled = [part for each in _maps(face) for part in (each.mean((0, 2, 3)), np.log(each.std((0, 2, 3)) + 0.01))]
    return np.concatenate(pooled).astype(np.float32)


@cache
def check() -> None:
    """Raise FaceError weights_changed unless the maps are those that the hints were trained on."""
    try:
        found = _maps(known(MESH_SIDE))
    except cv2.error as error:
        raise FaceError(
            "weights_changed", f"OpenCV {cv2.__version__} finds no map {MAPS} in {MESH}. {REMEDY}"
        ) from error
    shapes = tuple(each.shape[1:] for each in found)
    means = [float(np.abs(each).mean()) for each in found]
    if shapes != SHAPES or not np.allclose(means, MEANS, rtol=NEAR, atol=0):
        raise FaceError("weights_changed", f"The maps of {MESH} are others under OpenCV {cv2.__version__}. {REMEDY}")


def known(side: int) -> Picture:
    """Slow waves in three colours: the same everywhere, without a file."""
    down, along = np.mgrid[0:side, 0:side] / 20
    waves = np.stack([np.sin(along), np.sin(down), np.sin(along + down)], axis=-1)
    return np.asarray(np.rint(127.5 + 100 * waves), np.uint8)


def _maps(face: Picture) -> list[Floats]:
    return nets.run(MESH, face, MAPS)
