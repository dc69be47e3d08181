"""Head and shoulders in one frame, so that backgrounds and bodies of differently cropped pictures can be compared."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.discs import disc
from generation.faces import geometry
from generation.faces.geometry import Matrix
from generation.faces.values import Floats, Picture

SIZE: Final = 640
SHRINK: Final = 0.56  # pixels of this frame per pixel of the face frame
FACE: Final = 512  # side of the face frame
OFFSET: Final = ((SIZE - FACE * SHRINK) / 2, 0.20 * SIZE)  # of the face frame's corner in this frame
EYE_DISTANCE: Final = 0.40 * FACE * SHRINK  # pixels between the outer corners of the eyes

BROAD: Final = 10.0  # pixels: what is wider is light, not a thing
UNSURE: Final = 0.2  # probability of the person up to which a pixel is surely none
RIM: Final = 4  # pixels to either side: what is thinner is the softness of an outline
ISLAND: Final = 12  # pixels to either side
COLOUR: Final = 25.0  # of a* or b* that weigh as much as a stop


@dataclass(frozen=True, eq=False)
class Figure:
    """All arrays are SIZE x SIZE. `known` is where the picture has pixels, `person` its probability."""

    picture: Picture
    person: Floats
    known: Floats

    @classmethod
    def of(cls, picture: Picture, person: Floats, face_matrix: Matrix) -> "Figure":
        matrix = _shrunk(face_matrix)
        known = _warped(np.ones_like(person), matrix)
        return cls(
            picture=geometry.warp(picture, matrix, SIZE),
            person=_warped(person, matrix),
            known=np.asarray(known > 0.99, np.float32),
        )

    @cached_property
    def lab(self) -> Floats:
        return light.lab(self.picture)

    @cached_property
    def soft_lab(self) -> Floats:
        """Lab without grain."""
        return light.blurred(self.lab, 0.75)

    @cached_property
    def stops(self) -> Floats:
        return light.stops(light.linear(self.picture), floor=0.02)

    @cached_property
    def things(self) -> Floats:
        """Structure narrower than light: stops, a* and b* without their local means, f32[SIZE, SIZE, 3]."""
        seen = np.dstack([self.stops, self.lab[..., 1:] / COLOUR])
        return seen - light.blurred(seen, BROAD)

    @cached_property
    def outline(self) -> Floats:
        """1 where the person is, from a slightly smoothed mask."""
        return np.asarray(light.blurred(self.person, 1.5) > 0.5, np.float32)

    @cached_property
    def body(self) -> NDArray[np.bool_]:
        """The person in one piece: what else the mask holds somewhere in the room is nobody's outline."""
        count, pieces, stats, _ = cv2.connectedComponentsWithStats(np.asarray(self.person > 0.5, np.uint8))
        if count < 2:
            return np.zeros(self.person.shape, bool)
        return np.asarray(pieces == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()))

    @cached_property
    def doubtful(self) -> NDArray[np.bool_]:
        """Where the network is unsure over more than an outline, and islands in the midst of that: a sofa behind a shoulder,
        leaves under an arm."""
        doubt = ((self.person > UNSURE) & (self.person < 1 - UNSURE)).astype(np.uint8)
        wide = cv2.morphologyEx(doubt, cv2.MORPH_OPEN, disc(RIM))
        return np.asarray(cv2.morphologyEx(wide, cv2.MORPH_CLOSE, disc(ISLAND)) > 0)

    @cached_property
    def outside(self) -> Floats:
        """Pixels to the person."""
        return np.asarray(cv2.distanceTransform(1 - self.outline.astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def placed(mask: Floats, face_matrix: Matrix) -> Floats:
    """A mask of the picture in the figure's frame."""
    return _warped(mask, _shrunk(face_matrix))


def from_face_frame(mask: Floats) -> Floats:
    """A mask of the face frame in the figure's frame."""
    matrix = np.array([[SHRINK, 0, OFFSET[0]], [0, SHRINK, OFFSET[1]]])
    return _warped(mask, matrix)


def _shrunk(face_matrix: Matrix) -> Matrix:
    """From the picture to the figure's frame."""
    matrix = face_matrix * SHRINK
    matrix[:, 2] += OFFSET
    return matrix


def _warped(mask: Floats, matrix: Matrix) -> Floats:
    return np.asarray(cv2.warpAffine(mask, matrix, (SIZE, SIZE)), np.float32)
