"""What the measures share: the face in its canonical frame, in linear light, and the regions they look at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces import topology
from generation.faces.geometry import Pyramid, Source, apply, eye_distance, face_frame, shown, warp
from generation.faces.quality import scales
from generation.faces.quality.scales import EYES_APART, EYES_DOWN, FRAME
from generation.faces.quality.texture import numbers_of
from generation.faces.segmentation import segment_reduced
from generation.faces.values import Box, Face, Floats, Picture

CLOSE: Final = 512  # pixels at most: the square that texture is described on
LUMINANCE: Final = np.array(scales.LUMINANCE, np.float32)
Mask = NDArray[np.bool_]

_CODES = np.arange(256) / 255
LINEAR: Final = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4).astype(np.float32)


@dataclass(frozen=True)
class Scene:
    """One picture with its face. `frame` and everything derived from it is FRAME x FRAME."""

    picture: Source
    face: Face
    others: tuple[Box, ...] = ()

    @cached_property
    def levels(self) -> Pyramid:
        """The picture with its halves."""
        return Pyramid.of(self.picture)

    @cached_property
    def frame(self) -> Picture:
        return warp(self.levels, self._to_frame, FRAME)

    @cached_property
    def native(self) -> Picture:
        """The face never enlarged: eyes apart by what the picture has, at most by the frame's share."""
        if eye_distance(self.face) >= EYES_APART * FRAME:
            return self.frame
        size = max(16, round(eye_distance(self.face) / EYES_APART))
        matrix = face_frame(self.face, size=size, eyes_apart=EYES_APART, eyes_down=EYES_DOWN)
        return warp(self.levels, matrix, size)

    def close_up(self, largest: int) -> Picture:
        """A square as the frame's at the picture's own resolution, or `largest` pixels where that is less."""
        side = self._side(largest)
        return warp(self.levels, face_frame(self.face, size=side, eyes_apart=EYES_APART, eyes_down=EYES_DOWN), side)

    def part(self, largest: int, *, down: tuple[float, float], across: tuple[float, float]) -> Picture:
        """A part of the same square, its bounds as shares of the side: what is not looked at is not cut either."""
        side = self._side(largest)
        (top, bottom), (left, right) = ((int(low * side), int(high * side)) for low, high in (down, across))
        matrix = face_frame(self.face, size=side, eyes_apart=EYES_APART, eyes_down=EYES_DOWN)
        matrix[:, 2] -= (left, top)
        return warp(self.levels, matrix, (right - left, bottom - top))

    def _side(self, largest: int) -> int:
        return max(16, round(min(largest, eye_distance(self.face) / EYES_APART)))

    @cached_property
    def texture(self) -> Floats:
        """The texture of the face in numbers, f32[664] (quality.texture)."""
        return numbers_of(self.close_up(CLOSE))

    @cached_property
    def luminance(self) -> Floats:
        """Linear luminance of the frame, 0..1."""
        return np.asarray(LINEAR[self.frame] @ LUMINANCE, np.float32)

    @cached_property
    def points(self) -> Floats:
        """The mesh in the frame, f32[468, 2]."""
        return self.placed(self.face.points)

    def placed(self, points: Floats) -> Floats:
        """Points [n, 2] of the picture, in the frame."""
        return apply(self._to_frame, points)

    @cached_property
    def person(self) -> Floats:
        """Probability of person in the whole picture, f32, at the size the segmenter works at."""
        return segment_reduced(self.levels, self.face)

    @cached_property
    def oval(self) -> Mask:
        return self.hull(topology.OVAL)

    @cached_property
    def skin(self) -> Mask:
        """Cheeks, forehead and nose: skin on nearly everybody."""
        regions = (topology.CHEEK_RIGHT_WIDE, topology.CHEEK_LEFT_WIDE, topology.FOREHEAD, topology.NOSE)
        skin: Mask = np.any([self.hull(region) for region in regions], axis=0)
        return skin

    def hull(self, region: topology.Indices) -> Mask:
        """The convex hull of some mesh points, within what the picture shows, as a mask of the frame."""
        mask = np.zeros((FRAME, FRAME), np.uint8)
        cv2.fillConvexPoly(mask, cv2.convexHull(np.round(self.points[region]).astype(np.int32)), 1)
        return (mask > 0) & self.shown

    @cached_property
    def shown(self) -> Mask:
        """Where the frame shows the picture and not a reflection beyond its edge."""
        return shown(self.picture, self._to_frame, FRAME)

    @cached_property
    def _to_frame(self) -> NDArray[np.float64]:
        return face_frame(self.face, size=FRAME, eyes_apart=EYES_APART, eyes_down=EYES_DOWN)
