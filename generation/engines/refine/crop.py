"""The frame of a portrait: around the head, inside the photo, with all of the hair."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from generation import light
from generation.faces import topology
from generation.faces.values import Box, Face, Floats, Iris, Irises, Picture

HEAD_SHARE: Final = 0.46  # of the frame's height, chin to crown
EYE_LINE: Final = 0.42  # of the frame's height from the top
CROWN: Final = 0.42  # face heights above the mesh's top where the mask says nothing (median of 142 pictures)
MARGIN: Final = 0.03  # of the frame's height left free above the head
DARK: Final = 0.30  # luminance of the brightest hundredth below which the person is told
SMALL: Final = 1.25  # enlargement from which the person is told


def frame(face: Face, person: Floats, *, aspect: float) -> Box:
    """The crop in pixels of the photo. It never leaves the photo: it shrinks instead of inventing pixels.

    `person` f32[H, W] says how far up the head reaches: high hair and head coverings stay in.
    """
    height, width = person.shape
    points = face.points
    eyes = (points[topology.EYE_RIGHT].mean(axis=0) + points[topology.EYE_LEFT].mean(axis=0)) / 2
    face_height = float(np.linalg.norm(points[topology.FOREHEAD_TOP] - points[topology.CHIN_TIP]))
    crown = _crown(face, person, face_height)
    head = max(1.32 * face_height, float(points[topology.CHIN_TIP, 1]) - crown)
    tall = min(max(1.32 * face_height / HEAD_SHARE, head / 0.62), height, width / aspect)
    middle = (float(eyes[0]) + float(points[[topology.EDGE_RIGHT, topology.EDGE_LEFT], 0].mean())) / 2
    left = float(np.clip(middle - tall * aspect / 2, 0, max(0.0, width - tall * aspect)))
    top = float(np.clip(min(float(eyes[1]) - EYE_LINE * tall, crown - MARGIN * tall), 0, max(0.0, height - tall)))
    return Box(left, top, left + tall * aspect, top + tall)


def _crown(face: Face, person: Floats, face_height: float) -> float:
    """The row where the head ends, from the mask above the face; at most one face height above the mesh."""
    top = float(face.points[topology.FOREHEAD_TOP, 1])
    x, half = face.box.centre[0], face.box.width / 2
    columns = slice(max(0, int(x - half)), max(1, int(x + half)))
    highest = max(0, int(top - face_height))
    strip = person[highest : max(highest + 1, int(top)), columns] > 0.5
    covered = np.flatnonzero(strip.mean(axis=1) > 0.08)
    seen = float(highest + covered[0]) if len(covered) else top
    return max(0.0, min(seen, top - CROWN * face_height))


def cut(photo: Picture, box: Box, *, size: int) -> Picture:
    """The crop as `size` rows; shrinking averages, enlarging is Lanczos."""
    factor = size / box.height
    shape = (round(box.width * factor), size)
    if factor < 0.7:
        rows = slice(int(np.floor(box.top)), int(np.ceil(box.bottom)))
        columns = slice(int(np.floor(box.left)), int(np.ceil(box.right)))
        return np.asarray(cv2.resize(photo[rows, columns], shape, interpolation=cv2.INTER_AREA), np.uint8)
    matrix = np.array([[factor, 0, -box.left * factor], [0, factor, -box.top * factor]])
    warped = cv2.warpAffine(photo, matrix, shape, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(warped, np.uint8)


def cut_plane(values: Floats, box: Box, *, size: int) -> Floats:
    """A plane f32[H, W] of the photo in the pixels of its crop."""
    factor = size / box.height
    matrix = np.array([[factor, 0, -box.left * factor], [0, factor, -box.top * factor]])
    warped = cv2.warpAffine(
        values, matrix, (round(box.width * factor), size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(warped, np.float32)


def moved(face: Face, box: Box, *, size: int) -> Face:
    """The same face in pixels of the crop. Mapped, not detected anew: a crop cannot change whose face it is."""
    factor = size / box.height
    origin = np.array([box.left, box.top], np.float32)

    def place(points: Floats) -> Floats:
        flat = (points[:, :2] - origin) * factor
        return np.concatenate([flat, points[:, 2:] * factor], axis=1).astype(np.float32)

    corners = place(np.asarray(face.box, np.float32).reshape(2, 2))
    return replace(
        face,
        box=Box(*(float(value) for value in corners.ravel())),
        keypoints=place(face.keypoints),
        mesh=place(face.mesh),
        irises=Irises(*(Iris(place(iris.contour), place(iris.ring)) for iris in face.irises)),
    )


def advice(picture: Picture, enlarged: float) -> tuple[str, ...]:
    """What to tell the person of a photo with too few pixels or too little light: neither is invented.

    Light is judged by the brightest things of the picture, whatever the colour of the skin.
    """
    told = []
    if enlarged >= SMALL:
        told.append(
            f"The photo is smaller than the portrait: it is enlarged {enlarged:.1f} times and looks softer. "
            "A larger photo would look sharper."
        )
    if float(np.percentile(light.luminance(light.linear(picture[::4, ::4])), 99)) < DARK:
        told.append(
            "The photo is dark, and light that is missing is not invented: the pictures stay dark too. "
            "A photo beside a window would be brighter."
        )
    return tuple(told)
