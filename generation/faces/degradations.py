"""Faults made on purpose, one at a time and graded, so that the right quality component must answer.

A degradation takes a picture uint8 H x W x 3, its face and a strength in the unit it names, and gives a new picture.
Lengths are shares of the face, so that a strength means the same on every picture. Drawn faults (lids, mouths, patterns)
stand in for real ones that no picture of the pack has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation.faces import counterfeits, occluders, topology
from generation.faces.codes import encoded, rounded
from generation.faces.drawn_features import closed_eyes, open_mouth
from generation.faces.quality.position import middle
from generation.faces.quality.posture import roll
from generation.faces.quality.scene import LINEAR, LUMINANCE
from generation.faces.segmentation import segment
from generation.faces.values import Face, Picture

SEED: Final = 7
VEIL: Final = 200.0  # the code of stray light
GREEN_LAMP: Final = (-0.35, 0.25, -0.35)  # stops of red, green and blue at strength 1
ORANGE_LAMP: Final = (0.3, 0.0, -0.7)
SEPIA: Final = (1.07, 0.95, 0.72)  # of the grey, in codes


@dataclass(frozen=True, slots=True)
class Degradation:
    """One fault at four strengths, mild to strong. `component` must answer; empty where none is made for it."""

    name: str
    component: str
    unit: str
    strengths: tuple[float, float, float, float]
    apply: Callable[[Picture, Face, float], Picture]


def blurred(picture: Picture, face: Face, share: float) -> Picture:
    """Out of focus: a Gaussian of so many face widths."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), share * face.box.width), np.uint8)


def shaken(picture: Picture, face: Face, share: float) -> Picture:
    """A camera that moved aslant while it took the picture: smeared over so many face widths."""
    side = max(round(share * face.box.width * 0.5**0.5), 1)
    return np.asarray(cv2.filter2D(picture, -1, np.eye(side + 1, dtype=np.float32) / (side + 1)), np.uint8)


def enlarged(picture: Picture, _: Face, factor: float) -> Picture:
    """Made small and enlarged again, as a thumbnail that is passed off as a portrait."""
    size = picture.shape[1], picture.shape[0]
    return np.asarray(cv2.resize(_scaled(picture, factor), size, interpolation=cv2.INTER_CUBIC), np.uint8)


def small(picture: Picture, _: Face, factor: float) -> Picture:
    return _scaled(picture, factor)


def exposed(picture: Picture, _: Face, stops: float) -> Picture:
    return encoded(LINEAR[picture] * np.float32(2.0**stops))


def side_lit(picture: Picture, face: Face, stops: float) -> Picture:
    """The half of the face that is darker already, darker still by so many stops, with a soft edge along the nose."""
    middle, width = float(face.points[topology.OVAL].mean(axis=0)[0]), face.box.width
    across = np.clip((np.arange(picture.shape[1]) - middle) / (0.3 * width) + 0.5, 0, 1)
    left, right = (_lightness(picture, face, side * width / 4) for side in (-1, 1))
    share = across if right < left else 1 - across
    return encoded(LINEAR[picture] * np.exp2(-stops * share)[None, :, None].astype(np.float32))


def veiled(picture: Picture, _: Face, share: float) -> Picture:
    """Stray light over everything, as from a dirty lens."""
    return rounded(picture * (1 - share) + VEIL * share)


def compressed(picture: Picture, _: Face, quality: float) -> Picture:
    """Through a JPEG file of that quality."""
    data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, round(quality)])[1]
    return np.ascontiguousarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


def green_lit(picture: Picture, _: Face, strength: float) -> Picture:
    return _lit(picture, GREEN_LAMP, strength)


def orange_lit(picture: Picture, _: Face, strength: float) -> Picture:
    return _lit(picture, ORANGE_LAMP, strength)


def greyed(picture: Picture, _: Face, share: float) -> Picture:
    """So much of the colour taken away; 1 is black and white."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[..., None].astype(np.float32)
    return rounded(picture * (1 - share) + grey * share)


def toned(picture: Picture, _: Face, share: float) -> Picture:
    """So much of the way to sepia: one tone for all colours."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[..., None].astype(np.float32)
    return rounded(picture * (1 - share) + grey * np.array(SEPIA, np.float32) * share)


def rolled(picture: Picture, face: Face, degrees: float) -> Picture:
    """Tilted further to the side to which the head is tilted already; the border continues outwards."""
    height, width = picture.shape[:2]
    turn = np.copysign(degrees, roll(face))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -float(turn), 0.9)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def cropped(picture: Picture, face: Face, margin: float) -> Picture:
    """Cut at the left, so many face heights beside the face; negative cuts into it."""
    left = round(face.box.left - margin * face.box.height)
    return np.ascontiguousarray(picture[:, max(left, 0) :])


def far_away(picture: Picture, _: Face, share: float) -> Picture:
    """The same pixels in a larger picture, of which the old one is such a share; its border continues outwards."""
    down, across = (round(side * (1 / share - 1) / 2) for side in picture.shape[:2])
    return np.asarray(cv2.copyMakeBorder(picture, down, down, across, across, cv2.BORDER_REPLICATE), np.uint8)


def aside(picture: Picture, face: Face, place: float) -> Picture:
    """Widened at the right until the middle of the face is at such a share of the width; its border continues."""
    more = round(max(middle(face)[0] / place - picture.shape[1], 0))
    return np.asarray(cv2.copyMakeBorder(picture, 0, 0, 0, more, cv2.BORDER_REPLICATE), np.uint8)


def lowered(picture: Picture, face: Face, place: float) -> Picture:
    """Cut below the chin and heightened at the top until the middle of the face is at such a share of the height."""
    height = min(picture.shape[0], round(face.box.bottom + 0.1 * face.box.height))
    more = round(max((place * height - middle(face)[1]) / (1 - place), 0))
    return np.asarray(cv2.copyMakeBorder(picture[:height], more, 0, 0, 0, cv2.BORDER_REPLICATE), np.uint8)


def noisy(picture: Picture, _: Face, deviation: float) -> Picture:
    """Grain of a dark room: normal noise of so many codes in every channel."""
    grain = np.random.default_rng(SEED).normal(0, deviation, picture.shape)
    return rounded(picture + grain)


def restless(picture: Picture, face: Face, deviation: float) -> Picture:
    """Blotches of so many codes behind the person, each a quarter of the face wide."""
    height, width = picture.shape[:2]
    block = max(face.box.width / 4, 1)
    coarse = np.random.default_rng(SEED).normal(0, deviation, (round(height / block) + 2, round(width / block) + 2))
    blotches = cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_NEAREST)
    behind = (segment(picture, face) < 0.05)[..., None]
    return np.where(behind, rounded(picture + blotches[..., None]), picture)


def accompanied(picture: Picture, face: Face, share: float) -> Picture:
    """The person once more at the right, with a face of such a share of the first one's height."""
    other = _scaled(np.ascontiguousarray(picture[:, ::-1]), share)
    wider = cv2.copyMakeBorder(picture, 0, 0, 0, other.shape[1], cv2.BORDER_REPLICATE)
    wide: Picture = np.asarray(wider, np.uint8)
    top = min(max(round(face.box.top), 0), picture.shape[0] - other.shape[0])
    wide[top : top + other.shape[0], picture.shape[1] :] = other
    return wide


DEGRADATIONS: Final = (
    Degradation("blur", "sharpness", "face widths", (0.005, 0.01, 0.02, 0.04), blurred),
    Degradation("camera shake", "sharpness", "face widths", (0.02, 0.04, 0.06, 0.09), shaken),
    Degradation("enlarged thumbnail", "sharpness", "of the size", (0.5, 0.3, 0.2, 0.12), enlarged),
    Degradation("compression", "compression_artefacts", "JPEG quality", (40, 20, 10, 5), compressed),
    Degradation("side light", "illumination_uniformity", "stops", (1, 2, 3, 4), side_lit),
    Degradation("too bright", "over_exposure_prevention", "stops", (0.7, 1.4, 2.1, 2.8), exposed),
    Degradation("too dark", "under_exposure_prevention", "stops", (-1, -2, -3, -4), exposed),
    Degradation("veil", "dynamic_range", "of the light", (0.2, 0.4, 0.6, 0.8), veiled),
    Degradation("black and white", "natural_colour", "of the colour", (0.25, 0.5, 0.75, 1), greyed),
    Degradation("sepia", "natural_colour", "of the way", (0.25, 0.5, 0.75, 1), toned),
    Degradation("green lamp", "natural_colour", "of the lamp", (0.5, 1, 1.5, 2), green_lit),
    Degradation("orange lamp", "natural_colour", "of the lamp", (0.5, 1, 1.5, 2), orange_lit),
    Degradation("tilt", "head_pose_roll", "degrees", (6, 12, 18, 24), rolled),
    Degradation("closed eyes, drawn", "eyes_open", "of the eye", (0.25, 0.5, 0.75, 1), closed_eyes),
    Degradation("sunglasses", "eyes_visible", "of the light kept back", (0.4, 0.6, 0.8, 0.95), occluders.sunglasses),
    Degradation("fringe", "eyes_visible", "of the way below the eyes", (0.6, 0.8, 0.9, 1), occluders.fringe),
    Degradation(
        "mask", "mouth_occlusion_prevention", "of the way to the bridge", (0.5, 0.55, 0.6, 0.7), occluders.masked
    ),
    Degradation("microphone", "mouth_occlusion_prevention", "of its way", (0.6, 0.7, 0.85, 1), occluders.microphone),
    Degradation("hand", "mouth_occlusion_prevention", "of the way to the mouth", (0.5, 0.65, 0.8, 1), occluders.hand),
    Degradation(
        "mask, over the nose",
        "face_occlusion_prevention",
        "of the way to the bridge",
        (0.5, 0.6, 0.7, 0.8),
        occluders.masked,
    ),
    Degradation("open mouth, drawn", "mouth_closed", "mouth widths", (0.1, 0.2, 0.3, 0.45), open_mouth),
    Degradation("cut", "face_crop", "face heights", (0.1, 0.0, -0.1, -0.2), cropped),
    Degradation("far away", "head_size", "of the height", (0.7, 0.5, 0.35, 0.25), far_away),
    Degradation("aside", "head_position_horizontal", "of the width", (0.4, 0.33, 0.26, 0.2), aside),
    Degradation("low", "head_position_vertical", "of the height", (0.6, 0.66, 0.72, 0.8), lowered),
    Degradation("few pixels", "inter_eye_distance", "of the size", (0.7, 0.5, 0.35, 0.25), small),
    Degradation("restless background", "background_uniformity", "codes", (15, 30, 60, 90), restless),
    Degradation("second person", "single_face_present", "of the height", (0.15, 0.2, 0.26, 0.32), accompanied),
    Degradation("picture of a screen", "reshoot", "of the contrast", (0.01, 0.03, 0.1, 0.5), counterfeits.on_screen),
    Degradation("brush strokes", "painting", "face widths", (0.006, 0.012, 0.02, 0.03), counterfeits.painted),
    Degradation("pencil lines", "drawing", "of the drawing", (0.25, 0.5, 0.75, 1), counterfeits.drawn),
    Degradation("noise", "", "codes", (5, 10, 20, 40), noisy),
)


def _scaled(picture: Picture, factor: float) -> Picture:
    size = tuple(max(1, round(side * factor)) for side in picture.shape[1::-1])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _lit(picture: Picture, stops: tuple[float, float, float], strength: float) -> Picture:
    return encoded(LINEAR[picture] * np.exp2(np.array(stops, np.float32) * np.float32(strength)))


def _lightness(picture: Picture, face: Face, aside: float) -> float:
    """Median linear luminance of a patch of the face, so many pixels beside its middle."""
    x, y = (float(value) for value in face.points[topology.OVAL].mean(axis=0))
    reach = max(face.box.width / 8, 2)
    rows, columns = (slice(max(round(at - reach), 0), max(round(at + reach), 1)) for at in (y, x + aside))
    return float(np.median(LINEAR[picture[rows, columns]] @ LUMINANCE))
