"""The face in its frame after the light was levelled: slope across the face, colour and strength of the light taken out.

Brightness and white balance cancel unless skin is clipped; what is left still holds the light's hardness and direction.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces import topology
from generation.faces.geometry import Source, apply, face_frame, shown, warp
from generation.faces.quality.scene import LINEAR, LUMINANCE
from generation.faces.segmentation import head_mask
from generation.faces.values import Face, Floats, Picture

FRAME: Final = 288
EYES: Final = 64.0  # pixels between the outer eye corners in the frame
EYE_LINE: Final = 126
MIDDLE: Final = FRAME / 2
SKIN: Final = np.array([0.42, 0.27, 0.20], np.float32)  # linear RGB every cheek is brought to
REACH: Final = 0.85  # of the eye distance: beyond it the light's slope is not extrapolated
WHITE: Final = 250
COLOURLESS: Final = 2.5  # codes: the mean spread of the three channels of a picture that is black and white

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Levelled:
    """One face at one level of detail. Arrays are FRAME x FRAME; `points` is the mesh in it."""

    frame: Picture
    points: Floats
    shown: Mask

    @classmethod
    def of(cls, picture: Source, face: Face, level: float = EYES) -> "Levelled":
        """Reduced to `level` pixels between the outer eye corners, then enlarged to the frame."""
        size = round(FRAME * min(level / EYES, 1.0))
        share, down = EYES / FRAME, EYE_LINE / FRAME
        small = warp(picture, face_frame(face, size=size, eyes_apart=share, eyes_down=down), size)
        to_frame = face_frame(face, size=FRAME, eyes_apart=share, eyes_down=down)
        frame = np.asarray(cv2.resize(small, (FRAME, FRAME), interpolation=cv2.INTER_CUBIC), np.uint8)
        return cls(frame, apply(to_frame, face.points), shown(picture, to_frame, FRAME))

    @cached_property
    def even(self) -> Floats:
        """Linear light f32[FRAME, FRAME, 3] without the slope of the light, the cheeks brought to one colour."""
        linear = LINEAR[self.frame]
        skin = self.cheeks | self.hull(topology.NOSE) | self.hull(topology.FOREHEAD)
        place = np.clip((np.arange(FRAME, dtype=np.float32) - MIDDLE) / EYES, -REACH, REACH)
        slope = _slope(np.log2(linear @ LUMINANCE + 1e-3), skin, place)
        even = linear * np.exp2(-slope * place)[None, :, None]
        gain = SKIN / np.maximum(np.median(even[self.cheeks], axis=0), 1e-3)
        return np.asarray(np.clip(even * gain, 0, 1), np.float32)

    @cached_property
    def lightness(self) -> Floats:
        """CIELAB lightness, computed from luminance alone."""
        luminance = self.even @ LUMINANCE
        bright = 116 * np.cbrt(luminance) - 16
        return np.asarray(np.where(luminance > 0.008856, bright, 903.3 * luminance), np.float32)

    @cached_property
    def lab(self) -> Floats:
        """CIELAB f32[FRAME, FRAME, 3]."""
        encoded = np.where(self.even <= 0.0031308, 12.92 * self.even, 1.055 * self.even ** (1 / 2.4) - 0.055)
        return np.asarray(cv2.cvtColor(encoded.astype(np.float32), cv2.COLOR_RGB2LAB), np.float32)

    @cached_property
    def cheeks(self) -> Mask:
        return self.hull(topology.CHEEK_RIGHT_WIDE) | self.hull(topology.CHEEK_LEFT_WIDE)

    @cached_property
    def person(self) -> Mask:
        """Where the frame shows person, hair included."""
        seen: Mask = (head_mask(self.frame) > 0.5) & self.shown
        return seen

    @cached_property
    def clipped_share(self) -> float:
        """Share of the cheeks where two channels have reached white: ruddy skin often fills the red one alone."""
        cheeks = self.frame[self.cheeks]
        return float((np.median(cheeks, axis=1) >= WHITE).mean()) if cheeks.size else 1.0

    @cached_property
    def monochrome(self) -> bool:
        red, green, blue = cv2.split(self.frame)
        highest, lowest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
        spread = (highest - lowest)[self.shown]
        return bool(spread.size == 0 or spread.mean() < COLOURLESS)

    def hull(self, region: topology.Indices) -> Mask:
        mask = np.zeros((FRAME, FRAME), np.uint8)
        cv2.fillConvexPoly(mask, cv2.convexHull(np.round(self.points[region]).astype(np.int32)), 1)
        filled: Mask = mask > 0
        return filled


def part(values: NDArray[np.generic], across: tuple[float, float], down: tuple[float, float]) -> NDArray[np.generic]:
    """A rectangle of the frame; bounds in eye distances from the point between the eyes."""
    rows = slice(max(0, round(EYE_LINE + down[0] * EYES)), round(EYE_LINE + down[1] * EYES))
    return values[rows, max(0, round(MIDDLE + across[0] * EYES)) : round(MIDDLE + across[1] * EYES)]


def _slope(stops: Floats, skin: Mask, place: Floats) -> float:
    """Stops per eye distance from left to right, fitted on skin in three rounds that leave outliers out."""
    x, y = np.broadcast_to(place, stops.shape)[skin], stops[skin]
    slope = 0.0
    for _ in range(3):
        slope, offset = (float(value) for value in np.polyfit(x, y, 1))
        off = np.abs(y - slope * x - offset)
        near = off <= 2.5 * 1.4826 * np.median(off) + 1e-6
        x, y = x[near], y[near]
    return slope
