"""Steps of lightness where the frame of glasses is seen: bridge, under the eyes, temples, outer rims."""

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces import topology
from generation.faces.geometry import apply, face_frame, warp
from generation.faces.quality.scene import LINEAR, LUMINANCE
from generation.faces.values import Face, Floats, Picture

FRAME: Final = 288
EYES: Final = 64.0  # pixels between the outer eye corners in the frame
EYE_LINE: Final = 126
MIDDLE: Final = FRAME / 2
FLOOR: Final = 0.3  # added before logarithms: steps of lightness below it are noise
SKIN: Final = np.array([0.42, 0.27, 0.20], np.float32)  # linear RGB every cheek is brought to
REACH: Final = 0.85  # of the eye distance: beyond it the light's slope is not extrapolated
WHITE: Final = 250

Mask = NDArray[np.bool_]


class Rims(NamedTuple):
    """The five measures, in CIELAB lightness; also used for their standard deviations."""

    bridge: float
    residual: float
    under_eye: float
    temple: float
    edge: float


def measure(picture: Picture, face: Face, level: float) -> Rims:
    """The five measures of one face after reducing it to `level` pixels between the outer eye corners."""
    frame, points = _frame(picture, face, level)
    lightness = _lightness(frame, points)
    down, across = np.abs(np.diff(lightness, axis=0)), np.abs(np.diff(lightness, axis=1))
    bridge = _part(lightness, (-0.09, 0.09), (-0.22, 0.28)).mean(axis=1)
    return Rims(
        bridge=float(np.abs(np.diff(bridge)).max()),
        residual=_off_quadratic(bridge),
        under_eye=_both_sides(down, (0.14, 0.46), (0.14, 0.44), axis=0),
        temple=_both_sides(down, (0.56, 0.80), (-0.20, 0.14), axis=0),
        edge=_both_sides(across, (0.46, 0.72), (-0.10, 0.30), axis=1),
    )


def clipped_share(picture: Picture, face: Face) -> float:
    """Share of the cheeks where two channels have reached white: ruddy skin often fills the red one alone."""
    frame, points = _frame(picture, face, EYES)
    cheeks = _hull(points[topology.CHEEK_RIGHT_WIDE]) | _hull(points[topology.CHEEK_LEFT_WIDE])
    return float((np.median(frame[cheeks], axis=1) >= WHITE).mean()) if cheeks.any() else 1.0


def _frame(picture: Picture, face: Face, level: float) -> tuple[Picture, Floats]:
    """The face frame at the level's resolution, enlarged to FRAME, and the mesh in it."""
    size = round(FRAME * min(level / EYES, 1.0))
    share = EYES / FRAME
    small = warp(picture, face_frame(face, size=size, eyes_apart=share, eyes_down=EYE_LINE / FRAME), size)
    points = apply(face_frame(face, size=FRAME, eyes_apart=share, eyes_down=EYE_LINE / FRAME), face.points)
    return np.asarray(cv2.resize(small, (FRAME, FRAME), interpolation=cv2.INTER_CUBIC), np.uint8), points


def _lightness(frame: Picture, points: Floats) -> Floats:
    """CIELAB lightness after taking out the light's slope across the face, its colour and its strength."""
    linear = LINEAR[frame]
    regions = (topology.CHEEK_RIGHT_WIDE, topology.CHEEK_LEFT_WIDE, topology.NOSE, topology.FOREHEAD)
    cheeks = _hull(points[regions[0]]) | _hull(points[regions[1]])
    skin = cheeks | _hull(points[regions[2]]) | _hull(points[regions[3]])
    place = np.clip((np.arange(FRAME, dtype=np.float32) - MIDDLE) / EYES, -REACH, REACH)
    slope = _slope(np.log2(linear @ LUMINANCE + 1e-3), skin, place)
    even = linear * np.exp2(-slope * place)[None, :, None]
    gain = SKIN / np.maximum(np.median(even[cheeks], axis=0), 1e-3)
    balanced = np.clip(even * gain, 0, 1).astype(np.float32)
    luminance = balanced @ LUMINANCE
    return np.asarray(np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance), np.float32)


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


def _part(values: Floats, across: tuple[float, float], down: tuple[float, float]) -> Floats:
    """A rectangle of the frame; bounds in eye distances from the point between the eyes."""
    rows = slice(round(EYE_LINE + down[0] * EYES), round(EYE_LINE + down[1] * EYES))
    return values[rows, round(MIDDLE + across[0] * EYES) : round(MIDDLE + across[1] * EYES)]


def _both_sides(steps: Floats, across: tuple[float, float], down: tuple[float, float], *, axis: int) -> float:
    """The strongest step of each column (or row), averaged over the right and the left side."""
    mirrored = (-across[1], -across[0])
    return float(np.mean([_part(steps, side, down).max(axis=axis).mean() for side in (mirrored, across)]))


def _off_quadratic(values: Floats) -> float:
    place = np.linspace(-1, 1, values.size)
    return float((values - np.polyval(np.polyfit(place, values, 2), place)).std())


def _hull(points: Floats) -> Mask:
    mask = np.zeros((FRAME, FRAME), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.round(points).astype(np.int32)), 1)
    filled: Mask = mask > 0
    return filled
