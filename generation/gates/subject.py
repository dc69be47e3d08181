"""One picture of the person, analysed once: what every gate compares."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import faces, light
from generation import skin as skins
from generation.beside import somebody
from generation.faces import geometry, topology
from generation.faces.geometry import Matrix
from generation.faces.values import Detection, Face, Floats, Picture, Template
from generation.gates import dark_places, figure, halves
from generation.gates.bands import Bands
from generation.gates.figure import Figure
from generation.gates.hard_edge import cut_share, hard_share
from generation.hanging import sharp_below_ears
from generation.skin import Skin

FRAME: Final = 512  # pixels of the square in which faces are compared
EYES_APART: Final = 0.40  # of the frame, between the outer corners
EYES_DOWN: Final = 0.42


@dataclass(frozen=True, eq=False)
class Subject:
    """A picture and its face. `enlarged` is how many pixels of it one pixel of the original photo became: texture that
    the photo never had cannot be asked for. Everything else is computed when first asked for, and kept."""

    picture: Picture
    face: Face
    enlarged: float = 1.0

    @classmethod
    def of(cls, picture: Picture, *, enlarged: float = 1.0) -> "Subject":
        """Raises FaceError when the picture does not show one usable face."""
        return cls(picture, faces.subject(picture), max(1.0, enlarged))

    @cached_property
    def matrix(self) -> Matrix:
        """From the picture to the face frame."""
        return geometry.face_frame(self.face, size=FRAME, eyes_apart=EYES_APART, eyes_down=EYES_DOWN)

    @property
    def scale(self) -> float:
        """Pixels of the face frame per pixel of the original photo."""
        return float(np.hypot(self.matrix[0, 0], self.matrix[1, 0])) * self.enlarged

    @cached_property
    def frame(self) -> Picture:
        """The face, FRAME x FRAME, eyes level."""
        return geometry.warp(self.picture, self.matrix, FRAME)

    @cached_property
    def points(self) -> Floats:
        """The mesh in the face frame, f32[468, 2]."""
        return geometry.apply(self.matrix, self.face.points)

    @cached_property
    def irises(self) -> tuple[Floats, ...]:
        """Centre and four points of the rim of both, right and left, in the face frame, f32[5, 2]."""
        return tuple(geometry.apply(self.matrix, iris.ring[:, :2]) for iris in self.face.irises)

    @cached_property
    def skin(self) -> Skin:
        """In the face frame."""
        return skins.skin(self.frame, self.points)

    @cached_property
    def stops(self) -> Floats:
        """log2 luminance of the face frame."""
        return light.stops(light.linear(self.frame))

    @cached_property
    def marks(self) -> tuple[dark_places.Marks, ...]:
        """The dark places of the bare face, size by size, in the face frame."""
        return dark_places.found(self.stops, self.points, self.skin.texture, self.person_in_frame)

    @cached_property
    def person(self) -> Floats:
        """Probability of the person, in pixels of the picture."""
        return faces.segment(self.picture, self.face)

    @cached_property
    def person_in_frame(self) -> Floats:
        """The same in the face frame; nobody outside the picture."""
        return np.asarray(cv2.warpAffine(self.person, self.matrix, (FRAME, FRAME)), np.float32)

    @cached_property
    def bands(self) -> Bands:
        """The octaves of its detail in the face frame."""
        return Bands(self.stops)

    @cached_property
    def figure(self) -> Figure:
        """Head and shoulders in a smaller frame."""
        return Figure.of(self.picture, self.person, self.matrix)

    @cached_property
    def hanging(self) -> NDArray[np.bool_]:
        """What hangs from the ears beside the person, in the figure's frame."""
        things = sharp_below_ears(self.picture, self.person, self.face.points)
        return np.asarray(figure.placed(things, self.matrix) > 0.5)

    @cached_property
    def company(self) -> NDArray[np.bool_]:
        """Somebody else whom the network takes for the person, in the figure's frame."""
        found = somebody(self.picture, self.person, self.face.points)
        if not found.any():
            return np.zeros(self.figure.person.shape, bool)
        return np.asarray(figure.placed(found.astype(np.float32), self.matrix) > 0.5)

    @cached_property
    def hard_share(self) -> float:
        """Share of the person's outline that is as hard as a cut."""
        return hard_share(self.picture, self.person)

    @cached_property
    def cut_share(self) -> float:
        """Share of the outline that leaves an even backdrop at once."""
        return cut_share(self.picture, self.person)

    @cached_property
    def halves(self) -> float | None:
        """How alike the halves of the face are in detail; None where too little skin shows on both."""
        return halves.alike(self.stops, self.skin.texture, self.points, self.mirrored_points)

    @cached_property
    def mirrored_stops(self) -> Floats:
        """log2 luminance of the mirror image, laid over the face frame by the meshes."""
        return halves.mirror(self.stops, self.points, self.mirrored_points)[1]

    @cached_property
    def template(self) -> Template:
        return faces.encode(self.picture, self.face)

    @cached_property
    def mirrored_points(self) -> Floats:
        """The mesh of the mirrored face frame, f32[468, 2]: a second opinion whose noise is its own."""
        box = self.points.min(axis=0), self.points.max(axis=0)
        seen = faces.Box(FRAME - float(box[1][0]), float(box[0][1]), FRAME - float(box[0][0]), float(box[1][1]))
        eyes = self.points[[topology.OUTER_EYE_LEFT, topology.OUTER_EYE_RIGHT]]
        keypoints = np.array([[FRAME, 0], [FRAME, 0]], np.float32) + eyes * np.array([-1, 1], np.float32)
        detection = Detection(seen, self.face.score, keypoints)
        return faces.mesh_points(np.ascontiguousarray(self.frame[:, ::-1]), detection)
