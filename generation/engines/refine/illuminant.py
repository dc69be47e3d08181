"""The colour and level of the light, read from things that are not skin: eye whites and the edges of the room."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation import light
from generation import skin as skins
from generation.engines.refine.scene import Scene
from generation.faces import topology
from generation.faces.values import Floats, Iris

STRENGTH: Final = 0.55  # of the measured cast that is corrected at polish 1
TEMPERATURE: Final = 0.14  # stops, most correction of red against blue
TINT: Final = 0.05  # stops, most correction of green: veins make eye whites look pink
EYE_WHITE: Final = 0.45  # luminance of the brightest eye white in a well exposed portrait
EYE_WIDTH: Final = 40  # pixels of the photo: in smaller eyes, lids and lashes are taken for white
EYE_WHITE_PIXELS: Final = 40


@dataclass(frozen=True, slots=True)
class Illuminant:
    """`colour` is the light's RGB with mean 1; `level` is the eye white's luminance, None when the eyes are too small."""

    colour: tuple[float, float, float]
    level: float | None


def estimate(scene: Scene) -> Illuminant:
    """Eye whites and grey-edge together; grey-edge alone when the eyes say too little."""
    room = _grey_edge(scene.linear)
    whites = np.concatenate([_eye_white(scene.linear, iris) for iris in scene.face.irises])
    neutral = _neutral(whites)
    if neutral is None:
        return Illuminant(_normal(room), None)
    seen = neutral / neutral.mean() / np.array([1.05, 1.0, 0.95])  # eye white is slightly warm in neutral light
    return Illuminant(_normal(0.55 * seen / seen.mean() + 0.45 * room), _level(scene, whites))


def white_balance(illuminant: Illuminant, *, warmth: float, polish: float) -> tuple[float, float]:
    """The gain as temperature and tint in stops: corrected along the daylight axis, then warmed by the preset."""
    red, green, blue = -np.log2(illuminant.colour)
    temperature = float(np.clip((red - blue) / 2 * STRENGTH * polish, -TEMPERATURE, TEMPERATURE))
    tint = float(np.clip((green - (red + blue) / 2) * STRENGTH * polish * 0.25, -TINT, TINT))
    return temperature + warmth * polish, tint


def exposure(illuminant: Illuminant, *, polish: float) -> float:
    """Stops towards a well exposed eye white; 0 when that is not known."""
    if illuminant.level is None:
        return 0.0
    return polish * float(np.clip(0.45 * np.log2(EYE_WHITE / illuminant.level), -0.20, 0.20))


def _grey_edge(linear: Floats) -> Floats:
    """Minkowski norm 6 of derivatives (van de Weijer 2007): an even coloured wall has no edges and casts no vote."""
    smooth = cv2.GaussianBlur(linear[::2, ::2], (0, 0), 1.5)
    edges = np.hypot(cv2.Sobel(smooth, -1, 1, 0), cv2.Sobel(smooth, -1, 0, 1))
    high, low = smooth.max(axis=2), smooth.min(axis=2)
    usable = (high < 0.95) & (high - low < 0.45 * high + 0.02)
    pixels = edges[usable] if usable.sum() > 5000 else edges.reshape(-1, 3)
    norm = (pixels.astype(np.float64) ** 6).mean(axis=0) ** (1 / 6) + 1e-6
    return np.asarray(norm / norm.mean(), np.float32)


def _eye_white(linear: Floats, iris: Iris) -> Floats:
    """Pixels [n, 3] between the lids, without the iris."""
    mask = skins.hull(linear.shape, skins.grown(iris.contour[:16], 0.86))
    radius = 1.18 * float(np.linalg.norm(iris.ring[1:] - iris.ring[0], axis=1).mean())
    x, y = (round(float(value)) for value in iris.ring[0])
    cv2.circle(mask, (x, y), int(np.ceil(radius)), 0, -1)
    return linear[mask > 0]


def _neutral(whites: Floats) -> Floats | None:
    """Mean colour of the lighter, least coloured eye white; None when there is too little."""
    if len(whites) <= 24:
        return None
    level = light.luminance(whites)
    whites = whites[(level > np.percentile(level, 50)) & (level < np.percentile(level, 95))]
    colourful = whites.max(axis=1) - whites.min(axis=1)
    whites = whites[colourful <= np.percentile(colourful, 60)]
    return np.asarray(whites.mean(axis=0), np.float32) if len(whites) > 8 else None


def _level(scene: Scene, whites: Floats) -> float | None:
    corners = scene.points[[topology.OUTER_EYE_RIGHT, topology.INNER_EYE_RIGHT]]
    width = float(np.linalg.norm(corners[0] - corners[1])) / scene.enlarged
    levels = light.luminance(whites)
    brightest = levels[levels >= np.percentile(levels, 90)]
    if width < EYE_WIDTH or len(brightest) < EYE_WHITE_PIXELS:
        return None
    return max(0.02, float(brightest.mean()))


def _normal(colour: Floats) -> tuple[float, float, float]:
    red, green, blue = (float(value) for value in colour / colour.mean())
    return red, green, blue
