"""The 468-point face mesh and the irises of one detected face."""

from typing import Final

import numpy as np

from generation.faces import nets, topology
from generation.faces.geometry import Source, Square, apply
from generation.faces.values import Box, Detection, Face, Floats, Iris, Irises, Picture, checked

IRIS: Final = "iris_landmark.tflite"
MESH_INPUT: Final = 192
MARGIN: Final = 1.5  # MediaPipe's own: the network expects a face with half its size around it
IRIS_INPUT: Final = 64
IRIS_MARGIN: Final = 2.3


def landmarks(picture: Picture, detection: Detection) -> Face:
    """The mesh of one detection, in pixels of the picture. Two passes: the second starts from the first one's points.

    Look at `presence` before believing it: below 0 is no face, real ones have +16 and more. Raises ValueError for anything but uint8 H x W x 3.
    """
    return finished(checked(picture), detection, *meshed(picture, detection))


def meshed(picture: Source, detection: Detection) -> tuple[Floats, float]:
    """The mesh f32[468, 3] of one detection and its presence: enough to know whether it is a face."""
    mesh, _ = _pass(picture, _square_of_detection(detection))
    return _pass(picture, square_of_mesh(mesh))


def finished(picture: Source, detection: Detection, mesh: Floats, presence: float) -> Face:
    """The face of a mesh, with its irises."""
    return Face(
        box=extent(mesh),
        score=detection.score,
        keypoints=detection.keypoints,
        mesh=mesh,
        presence=presence,
        irises=Irises(
            right=_iris(picture, mesh, topology.OUTER_EYE_RIGHT, topology.INNER_EYE_RIGHT, mirrored=True),
            left=_iris(picture, mesh, topology.INNER_EYE_LEFT, topology.OUTER_EYE_LEFT, mirrored=False),
        ),
    )


def mesh_points(picture: Picture, detection: Detection) -> Floats:
    """The points of the mesh alone, f32[468, 2], as `landmarks` finds them."""
    return meshed(checked(picture), detection)[0][:, :2]


def _pass(picture: Source, square: Square) -> tuple[Floats, float]:
    """One look: mesh f32[468, 3] in pixels of the picture and the presence logit."""
    crop = square.cut(picture, MESH_INPUT)
    points, presence = nets.run("face_landmark.tflite", crop, ("conv2d_21", "conv2d_31"))
    points = points.reshape(468, 3)
    flat = apply(square.to_picture(MESH_INPUT), points[:, :2])
    depth = points[:, 2:] * np.float32(square.side / MESH_INPUT)
    return np.concatenate([flat, depth], axis=1).astype(np.float32), float(presence.reshape(-1)[0])


def _square_of_detection(detection: Detection) -> Square:
    side = MARGIN * max(detection.box.width, detection.box.height)
    return Square(detection.box.centre, max(side, 1.0), _angle(detection.keypoints[0], detection.keypoints[1]))


def square_of_mesh(mesh: Floats) -> Square:
    """What the mesh network is shown once a first mesh is known."""
    box = extent(mesh)
    side = MARGIN * max(box.width, box.height)
    return Square(box.centre, max(side, 1.0), _angle(mesh[topology.OUTER_EYE_RIGHT], mesh[topology.OUTER_EYE_LEFT]))


def _iris(picture: Source, mesh: Floats, start: int, end: int, *, mirrored: bool) -> Iris:
    """The eye between two corners, left to right in the picture."""
    square = _square_of_eye(mesh, start, end)
    seen = _eye(picture, square, mirrored=mirrored)
    contour, ring = nets.run(IRIS, seen, ("output_eyes_contours_and_brows", "output_iris"))
    return Iris(_placed(contour, square, mirrored=mirrored), _placed(ring, square, mirrored=mirrored))


def eyes(picture: Source, face: Face) -> tuple[Picture, Picture]:
    """Both eyes as the iris network is shown them, the right one first."""
    right = _square_of_eye(face.mesh, topology.OUTER_EYE_RIGHT, topology.INNER_EYE_RIGHT)
    left = _square_of_eye(face.mesh, topology.INNER_EYE_LEFT, topology.OUTER_EYE_LEFT)
    return _eye(picture, right, mirrored=True), _eye(picture, left, mirrored=False)


def _eye(picture: Source, square: Square, *, mirrored: bool) -> Picture:
    """The network knows left eyes, so right ones are mirrored."""
    crop = square.cut(picture, IRIS_INPUT)
    return crop[:, ::-1] if mirrored else crop


def _square_of_eye(mesh: Floats, start: int, end: int) -> Square:
    a, b = mesh[start, :2], mesh[end, :2]
    centre = (a + b) / 2
    side = max(IRIS_MARGIN * float(np.linalg.norm(b - a)), 1.0)
    return Square((float(centre[0]), float(centre[1])), side, _angle(a, b))


def _placed(points: Floats, square: Square, *, mirrored: bool) -> Floats:
    flat = points.reshape(-1, 3)[:, :2].copy()
    if mirrored:
        flat[:, 0] = IRIS_INPUT - flat[:, 0]
    return apply(square.to_picture(IRIS_INPUT), flat)


def _angle(start: Floats, end: Floats) -> float:
    return float(np.arctan2(end[1] - start[1], end[0] - start[0]))


def extent(mesh: Floats) -> Box:
    low, high = mesh[:, :2].min(axis=0), mesh[:, :2].max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
