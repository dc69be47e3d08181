"""What the heads see of one picture: pooled feature maps of upright crops of the face, near and with hair, neck and shoulders.

The maps are the frozen face encoder's own (`generation.faces.published.forward`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation.faces.geometry import Matrix, Source, face_frame, warp
from generation.faces.published import forward
from generation.faces.published.resnet import CHIP
from generation.faces.values import Face, Floats, Picture, checked

GRIDS: Final = (7, 6, 4, 4)  # cells a side, by stage: what is left of a map's 35, 17, 8 and 4 pixels

CHANNELS: Final = (32, 64, 128, 256)


@dataclass(frozen=True, slots=True)
class Framing:
    """An upright crop: the outer eye corners' distance and height as shares of its side."""

    eyes_apart: float
    eyes_down: float

    def matrix(self, face: Face) -> Matrix:
        """From the picture to the crop."""
        return face_frame(face, size=CHIP, eyes_apart=self.eyes_apart, eyes_down=self.eyes_down)

    def cut(self, picture: Source, face: Face) -> Picture:
        """uint8[150, 150, 3]; the picture's border continues outwards."""
        return warp(picture, self.matrix(face), CHIP, border=cv2.BORDER_REPLICATE)


NEAR: Final = Framing(0.48, 0.31)  # as the encoder was trained: the mean of dlib's five points at a padding of 0.25
HEAD: Final = Framing(0.30, 0.45)
WIDE: Final = Framing(0.19, 0.42)
FRAMINGS: Final = (NEAR, HEAD, WIDE)


def features(picture: Picture, face: Face) -> Floats:
    """One vector f32[n] of one picture; raises FaceError weights_missing or weights_changed, and ValueError."""
    return vector(crops(checked(picture), face))


def crops(picture: Source, face: Face) -> tuple[Picture, ...]:
    """The crops of a picture, one a framing."""
    return tuple(framing.cut(picture, face) for framing in FRAMINGS)


def vector(cut: tuple[Picture, ...]) -> Floats:
    """The pooled maps of all crops, f32[n]; raises FaceError weights_missing or weights_changed."""
    return pooled(forward.maps(np.stack(cut)))


def pooled(maps: Sequence[Floats]) -> Floats:
    """The vector of the maps of all crops f32[crops, h, w, c], by stage."""
    return np.concatenate(
        [
            _cells(each[number], cells).ravel()
            for number in range(len(FRAMINGS))
            for each, cells in zip(maps, GRIDS, strict=True)
        ]
    )


def _cells(values: Floats, cells: int) -> Floats:
    """Means over a grid of cells, f32[cells, cells, c]; cells of different size share no pixel."""
    edges = np.linspace(0, values.shape[0], cells + 1).round().astype(np.intp)[:-1]
    sums = np.add.reduceat(np.add.reduceat(values, edges, axis=0), edges, axis=1)
    sizes = np.diff(np.append(edges, values.shape[0]))
    return np.asarray(sums / (sizes[:, None, None] * sizes[None, :, None]), np.float32)
