"""Whether the eyes are open, and whether anything hides them: what is seen between the lids."""

from typing import Final

import cv2
import numpy as np

from generation.faces.geometry import Matrix, apply, eye_distance
from generation.faces.quality import seen as networks
from generation.faces.quality.limits import component
from generation.faces.quality.scales import FRAME
from generation.faces.quality.scene import LINEAR, LUMINANCE, Mask, Scene
from generation.faces.values import Component, Floats, Iris, Picture

WIDTH: Final = 64.0  # pixels that an eye is brought to, corner to corner
STRIP: Final = (96, 80)  # pixels around it: width and height
MIDDLE: Final = np.array([48.0, 40.0])
NOISE: Final = 0.004  # linear light; keeps the logarithm of black finite
SMALLEST: Final = 60.0  # pixels between the outer eye corners: below it blur takes the contrast of every eye
ROUND: Final = (
    0.21  # radius of the iris network's ring over the eye's width, median of open eyes .218, of drawn lids .17
)
IRIS_CONTRAST: Final = 1.5  # stops between iris and white: three open eyes in four have more
FEWEST: Final = 9  # pixels
SURE: Final = 0.12  # likelihood of an open eye from which on the maps take nothing away
UNSEEN: Final = 0.3  # what is left of an opening without any iris in it


def eyes_open(scene: Scene) -> Component:
    """Gap between the lids over the eye's width, less where no open eye is seen in it; mean of both.

    Narrow eyes show their iris and are not closed eyes. In a picture that is too small for it the iris is taken as seen.
    """
    seen = _seen(scene) if eye_distance(scene.face) >= SMALLEST else (1.0, 1.0)
    value = sum(gap(eye) * each for eye, each in zip(scene.face.irises, seen, strict=True)) / 2
    return component("eyes_open", value, "Your eyes look closed: take another picture with your eyes open.")


def eyes_visible(scene: Scene) -> Component:
    """Contrast between the lids, as the standard deviation of log luminance in stops, of the eye that shows less.

    An eye has black, white and gloss on every skin; a dark lens, a hand or hair has not. None below SMALLEST.
    """
    value = min(_contrast(scene, eye) for eye in scene.face.irises) if eye_distance(scene.face) >= SMALLEST else None
    return component(
        "eyes_visible",
        value,
        "Your eyes can hardly be seen: take off dark glasses, avoid reflections and shadow on them, and move hair and hands away.",
    )


def gap(eye: Iris) -> float:
    """The opening between the lids over the eye's width."""
    lids = eye.contour[:16]
    along = lids[8] - lids[0]
    width = max(float(np.hypot(*along)), 1e-6)
    across = (lids - lids[0]) @ np.array([-along[1], along[0]]) / width
    return float(np.ptp(across)) / width


def _seen(scene: Scene) -> tuple[float, float]:
    """0..1 of each eye: the less of a round, dark iris beside white, and of what the iris network's maps hold."""
    likely = networks.eyes(scene.levels, scene.face)
    right, left = (
        min(_iris_seen(scene, eye), each / SURE) for eye, each in zip(scene.face.irises, likely, strict=True)
    )
    return right, left


def _iris_seen(scene: Scene, eye: Iris) -> float:
    """0..1: as large a ring as an iris has, and as much darker than what is beside it between the lids."""
    lids, ring = scene.placed(eye.contour[:16]), scene.placed(eye.ring)
    level = _level(lids)
    stops, lids, ring = _strip(scene.frame, level), apply(level, lids), apply(level, ring)
    radius = float(np.hypot(*(ring[1:] - ring[0]).T).mean())
    contrast = _iris_contrast(stops, lids, ring[0], radius) / IRIS_CONTRAST
    return float(min(1.0, radius / WIDTH / ROUND) ** 2 * np.clip(contrast, UNSEEN, 1))


def _iris_contrast(stops: Floats, lids: Floats, centre: Floats, radius: float) -> float:
    """Stops by which the white beside the iris is brighter than the iris; 0 where either is not seen."""
    rows, columns = np.mgrid[0 : STRIP[1], 0 : STRIP[0]]
    across, down = columns - centre[0], rows - centre[1]
    between = _filled(lids, STRIP)
    iris = between & (np.hypot(across, down) < 0.8 * radius)
    beside = between & (np.abs(across) > 1.15 * radius) & (down > -0.35 * radius) & (down < 0.5 * radius)
    if min(iris.sum(), beside.sum()) < FEWEST:
        return 0.0
    return float(np.percentile(stops[beside], 75) - np.median(stops[iris]))


def _contrast(scene: Scene, eye: Iris) -> float:
    between = _filled(scene.placed(eye.contour[:16]), (FRAME, FRAME)) & scene.shown
    values = scene.luminance[between]
    return float(np.log2(values + NOISE).std()) if values.size >= FEWEST else 0.0


def _level(lids: Floats) -> Matrix:
    """The similarity from the frame that makes an eye level and WIDTH wide."""
    start, end = sorted(lids[[0, 8]].astype(np.float64), key=lambda corner: float(corner[0]))
    along = (end - start) * WIDTH / max(float(np.sum((end - start) ** 2)), 1e-6)
    turn = np.array([along, [-along[1], along[0]]])
    return np.hstack([turn, (MIDDLE - turn @ ((start + end) / 2))[:, None]])


def _strip(frame: Picture, matrix: Matrix) -> Floats:
    """Log luminance of the eye's surroundings, f32[STRIP]."""
    strip = cv2.warpAffine(frame, matrix, STRIP, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    stops = np.log2(LINEAR[strip] @ LUMINANCE + NOISE).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(stops, (0, 0), 1.0), np.float32)


def _filled(outline: Floats, size: tuple[int, int]) -> Mask:
    mask = np.zeros(size[::-1], np.uint8)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 1)
    filled: Mask = mask > 0
    return filled
