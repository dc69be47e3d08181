"""A candidate held against its photo: laid over each other by the eyes, then by a smooth flow."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.faces.values import Floats
from generation.gates import rim, tone_curve
from generation.gates.bands import Bands
from generation.gates.registration import motion, moved, optical_flow
from generation.gates.subject import Subject

SMOOTH: Final = 12.0  # pixels of the face frame: the flow follows shape, never texture
INSIDE: Final = 25  # pixels across the person's edge, where the room pulls at the flow
SMOOTH_FIGURE: Final = 10.0  # pixels of the figure's frame: the flow follows shape, never things

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Pair:
    """The untouched photo in the portrait's frame, and one candidate made from it."""

    reference: Subject
    candidate: Subject

    @property
    def scale(self) -> float:
        """The coarser of the two, in pixels of the face frame per pixel of the photo."""
        return max(self.reference.scale, self.candidate.scale)

    @cached_property
    def skin(self) -> Floats:
        """1 where both show skin for sure, in the face frame."""
        both = (self.reference.skin.texture > 0.5) & (self.candidate.skin.texture > 0.5)
        return np.asarray(both, np.float32)

    @cached_property
    def flow(self) -> Floats:
        """Where each pixel of the reference's face frame lies in the candidate's, f32[H, W, 2], smooth.

        Both are masked by the person: a new backdrop must not count as a change of shape.
        """
        person = self._person()
        before, after = (_structure(each.stops, person) for each in (self.reference, self.candidate))
        return light.blurred(optical_flow(before, after), SMOOTH)

    @cached_property
    def registered(self) -> Floats:
        """The candidate's log2 luminance laid over the reference's face frame."""
        return moved(self.candidate.stops, self.flow)

    @cached_property
    def registered_bands(self) -> Bands:
        return Bands(self.registered)

    @cached_property
    def figure_flow(self) -> Floats:
        """Where each pixel of the reference's figure lies in the candidate's, f32[SIZE, SIZE, 2], smooth."""
        before, after = (each.figure.things[..., 0] for each in (self.reference, self.candidate))
        same_room = self.residue is None  # a new backdrop pulls a quick flow along at the rim
        return light.blurred(optical_flow(before, after, quick=same_room), SMOOTH_FIGURE)

    @cached_property
    def figure_motion(self) -> Floats:
        """The same if the person moved as one, f32[SIZE, SIZE, 2]: the mesh lays two pictures over each other to a few
        hundredths of an eye distance, which is pixels at the shoulders, and beside a changed room the flow is led astray."""
        both = np.minimum(self.reference.figure.person, self.candidate.figure.person) > 0.5
        inside = cv2.erode(np.asarray(both, np.uint8), np.ones((INSIDE, INSIDE), np.uint8)) > 0
        return motion(self.figure_flow, inside)

    @cached_property
    def things_by_flow(self) -> Floats:
        """The candidate's things laid over the reference's figure by the flow."""
        return moved(self.candidate.figure.things, self.figure_flow)

    @cached_property
    def things_by_motion(self) -> Floats:
        """The same by the motion of the whole person."""
        return moved(self.candidate.figure.things, self.figure_motion)

    @cached_property
    def skin_and_rest(self) -> tuple[Mask, Mask]:
        """Masks of the skin and of what a tone curve can be told from, in the figure's frame."""
        return tone_curve.skin_and_rest(self.reference, self.candidate, same_room=self.residue is None)

    @cached_property
    def residue(self) -> float | None:
        """Share of the rim that still shows the old background, 0..1; None where the backdrop is not a new one."""
        return rim.residue(self.reference.figure, self.candidate.figure)

    def _person(self) -> Floats:
        both = np.minimum(self.reference.person_in_frame, self.candidate.person_in_frame) > 0.5
        eroded = cv2.erode(np.asarray(both, np.float32), np.ones((19, 19), np.uint8))
        return light.blurred(np.asarray(eroded, np.float32), 4.0)


def _structure(stops: Floats, person: Floats) -> Floats:
    """A broad band of the person alone: the local mean is taken over the person, or a new backdrop would shade the jaw."""
    mean = light.blurred(stops * person, 20.0) / (light.blurred(person, 20.0) + np.float32(1e-3))
    return (light.blurred(stops, 1.2) - mean) * person
