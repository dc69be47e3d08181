"""Similarity transforms: squares cut from a picture for a network, and the canonical frame in which faces are compared."""

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from generation.faces import topology
from generation.faces.values import Face, Floats, Picture

Matrix = NDArray[np.float64]  # 2 x 3
LARGE: Final = 1_000_000  # pixels: of more the mean of what each new pixel covers takes too long
BEYOND: Final = 4.0  # pixels of a frame: how far a cubic filter reaches over its edge, and one more


@dataclass(frozen=True, slots=True, eq=False)
class Pyramid:
    """A picture with its halves, each made at the first look at it and kept for the next: a phone's picture is shrunk once."""

    picture: Picture
    _levels: list[Picture] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, source: "Source") -> "Pyramid":
        return source if isinstance(source, Pyramid) else cls(source)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.picture.shape

    def halved(self, times: int) -> Picture:
        """The picture halved so many times; a last odd line is left out each time."""
        levels = self._levels or [self.picture]
        while len(levels) <= times:
            levels.append(_half(levels[-1]))
        self._levels[:] = levels
        return levels[times]


Source = Picture | Pyramid


def eye_distance(face: Face) -> float:
    """Pixels between the outer corners of the eyes."""
    right, left = face.points[topology.OUTER_EYE_RIGHT], face.points[topology.OUTER_EYE_LEFT]
    return float(np.linalg.norm(left - right))


def apply(matrix: Matrix, points: NDArray[np.floating]) -> Floats:
    """Points [n, 2] mapped by a 2 x 3 matrix."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float32)


@dataclass(frozen=True, slots=True)
class Square:
    """A turned square of a picture: centre and side in pixels, angle in radians (clockwise as seen)."""

    centre: tuple[float, float]
    side: float
    angle: float

    def to_picture(self, size: int) -> Matrix:
        """The matrix from a crop of `size` pixels back to the picture."""
        cos, sin, k = np.cos(self.angle), np.sin(self.angle), self.side / size
        x = self.centre[0] - (cos - sin) * self.side / 2
        y = self.centre[1] - (sin + cos) * self.side / 2
        return np.array([[cos * k, -sin * k, x], [sin * k, cos * k, y]])

    def cut(self, picture: Source, size: int) -> Picture:
        """The square as a crop of size x size; black outside the picture."""
        matrix = np.asarray(cv2.invertAffineTransform(self.to_picture(size)), np.float64)
        return warp(picture, matrix, size, border=cv2.BORDER_CONSTANT)


def warp(picture: Source, matrix: Matrix, size: int | tuple[int, int], *, border: int = cv2.BORDER_REFLECT) -> Picture:
    """The picture under a matrix (picture -> frame) as a square of `size` or as width x height, shrunk first where that avoids aliasing."""
    size = (size, size) if isinstance(size, int) else size
    picture, matrix = _level(picture, matrix)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 0.5:
        part, moved = _cropped(picture, matrix, size)
        wanted = max(1, round(part.shape[1] * 2 * scale)), max(1, round(part.shape[0] * 2 * scale))
        picture, matrix = _onto(reduced(part, wanted), part, moved)
    flags = cv2.INTER_CUBIC if border == cv2.BORDER_REFLECT else cv2.INTER_LINEAR
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=border), np.uint8)


def _level(picture: Source, matrix: Matrix) -> tuple[Picture, Matrix]:
    """The smallest half that still has twice the frame's detail, with its own matrix."""
    if not isinstance(picture, Pyramid):
        return picture, matrix
    scale = max(float(np.hypot(matrix[0, 0], matrix[1, 0])), 1e-6)
    deepest = int(np.log2(max(min(picture.shape[:2]), 1)))
    times = int(np.clip(np.floor(np.log2(0.5 / scale)), 0, deepest))
    matrix = matrix.copy()
    matrix[:, :2] *= 2**times
    return picture.halved(times), matrix


def _cropped(picture: Picture, matrix: Matrix, size: tuple[int, int]) -> tuple[Picture, Matrix]:
    """Only what the frame will show, so that a phone picture is not shrunk whole for every look at its face."""
    (width, height) = size
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64)
    seen = apply(np.asarray(cv2.invertAffineTransform(matrix), np.float64), corners)
    margin = BEYOND / float(np.hypot(matrix[0, 0], matrix[1, 0]))
    limits = picture.shape[1], picture.shape[0]
    left, top = (int(np.clip(low - margin, 0, limit - 1)) for low, limit in zip(seen.min(axis=0), limits, strict=True))
    right, bottom = (
        int(np.clip(high + margin, 1, limit)) for high, limit in zip(seen.max(axis=0), limits, strict=True)
    )
    part = picture[top : max(bottom, top + 1), left : max(right, left + 1)]
    moved = matrix.copy()
    moved[:, 2] += matrix[:, :2] @ np.array([left, top], np.float64)
    return part, moved


def reduced(picture: Source, size: tuple[int, int]) -> Picture:
    """The picture at a smaller `size` (width, height): each new pixel is the mean of what it covers.

    Halving first is what makes it quick: OpenCV halves a 12-megapixel picture in a tenth of the time of any other size.
    What is still large then is less than twice too large, where two neighbours say nearly the same as their mean.
    """
    picture = halved(picture, until=size)
    if picture.shape[1::-1] == size:
        return picture
    large = picture.shape[0] * picture.shape[1] > LARGE
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR if large else cv2.INTER_AREA), np.uint8)


def halved(picture: Source, *, until: tuple[int, int]) -> Picture:
    """The picture halved as long as neither side falls below `until` (width, height); a last odd line is left out."""
    levels, times = Pyramid.of(picture), 0
    while levels.shape[1] >> times >= 2 * until[0] and levels.shape[0] >> times >= 2 * until[1]:
        times += 1
    return levels.halved(times)


def _half(picture: Picture) -> Picture:
    height, width = (side // 2 for side in picture.shape[:2])
    even = picture[: 2 * height, : 2 * width]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _onto(small: Picture, picture: Picture, matrix: Matrix) -> tuple[Picture, Matrix]:
    """A reduced copy with the matrix that maps it to where `matrix` maps the picture."""
    matrix = matrix.copy()
    matrix[:, 0] *= picture.shape[1] / small.shape[1]
    matrix[:, 1] *= picture.shape[0] / small.shape[0]
    return small, matrix


def face_frame(face: Face, *, size: int, eyes_apart: float, eyes_down: float) -> Matrix:
    """The similarity from the picture to a square frame with the outer eye corners level.

    `eyes_apart` and `eyes_down` are shares of the frame's side; the eyes are centred across.
    """
    right, left = face.points[topology.OUTER_EYE_RIGHT], face.points[topology.OUTER_EYE_LEFT]
    return eye_frame(right, left, size=size, eyes_apart=eyes_apart, eyes_down=eyes_down)


def eye_frame(right: ArrayLike, left: ArrayLike, *, size: int, eyes_apart: float, eyes_down: float) -> Matrix:
    """The same frame from one point of each eye (x, y), the right one as the person has it."""
    start = np.asarray(right, np.float64)
    across = np.asarray(left, np.float64) - start
    scale = eyes_apart * size / max(float(np.hypot(*across)), 1e-6)
    angle = -np.arctan2(across[1], across[0])
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = np.array([(1 - eyes_apart) / 2 * size, eyes_down * size])
    return np.hstack([turn, (target - turn @ start)[:, None]])


def shown(picture: Source, matrix: Matrix, size: int) -> NDArray[np.bool_]:
    """Where a frame of size x size shows the picture and not a reflection beyond its edge."""
    back = np.asarray(cv2.invertAffineTransform(matrix), np.float64)
    limits = np.array([picture.shape[1], picture.shape[0]]) - 0.5
    corners = apply(back, np.array([[0, 0], [size, 0], [0, size], [size, size]], np.float64))
    if ((corners > -0.5) & (corners < limits)).all():
        return np.ones((size, size), np.bool_)
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    places = apply(back, np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float64)).reshape(size, size, 2)
    return np.asarray(((places > -0.5) & (places < limits)).all(axis=2), np.bool_)
