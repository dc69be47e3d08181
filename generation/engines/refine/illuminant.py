"""The colour and level of the light, read from things that are not skin.

Eye whites were tried for the colour and left: measured on 14 portraits they read .1 to .8 stop too warm, because lids and
lashes fall into them and because many people's are not white. Light, nearly grey surfaces away from the face are right
within .07 stop on well balanced photos; where there are none, the photo keeps its own white balance.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation import light
from generation import skin as skins
from generation.engines.refine.scene import Scene
from generation.faces import topology
from generation.faces.values import Floats, Iris

STRENGTH: Final = 0.6  # of the measured cast that is corrected at polish 1
TEMPERATURE: Final = 0.10  # stops, most correction of red against blue
TINT: Final = 0.02  # stops, most correction of green against magenta
GREY: Final = 0.20  # most saturation, (max - min) / max in linear light, of a surface taken for grey
SURFACE: Final = 0.01  # of the picture that must be such a surface
EYE_WHITE: Final = 0.45  # luminance of the brightest eye white in a well exposed portrait
EYE_WIDTH: Final = 40  # pixels of the photo: in smaller eyes, lids and lashes are taken for white
EYE_WHITE_PIXELS: Final = 40
EXPOSURE: Final = 0.20  # stops, most correction


@dataclass(frozen=True, slots=True)
class Illuminant:
    """`temperature` and `tint` of the light in stops, 0 when neutral or not known; `level` is the luminance of the
    brightest eye white, None when the eyes are too small to tell."""

    temperature: float
    tint: float
    level: float | None


def estimate(scene: Scene) -> Illuminant:
    """What light the photo was taken in."""
    colour = _grey_surfaces(scene)
    if colour is None or scene.black_and_white:
        return Illuminant(0.0, 0.0, _eye_white_level(scene))
    red, green, blue = np.log2(colour).tolist()
    return Illuminant((red - blue) / 2, green - (red + blue) / 2, _eye_white_level(scene))


def white_balance(illuminant: Illuminant, *, warmth: float, polish: float) -> tuple[float, float]:
    """The gain as temperature and tint in stops: corrected along the daylight axis, then warmed by the preset."""
    temperature = float(np.clip(-STRENGTH * polish * illuminant.temperature, -TEMPERATURE, TEMPERATURE))
    tint = float(np.clip(-STRENGTH * polish * illuminant.tint, -TINT, TINT))
    return temperature + warmth * polish, tint


def exposure(illuminant: Illuminant, *, polish: float) -> float:
    """Stops towards a well exposed eye white; 0 when that is not known."""
    if illuminant.level is None:
        return 0.0
    return polish * float(np.clip(0.45 * np.log2(EYE_WHITE / illuminant.level), -EXPOSURE, EXPOSURE))


def _grey_surfaces(scene: Scene) -> Floats | None:
    """Mean colour [3] of light, nearly grey surfaces away from the face; None when there is too little of them."""
    smooth = cv2.GaussianBlur(scene.linear[::2, ::2], (0, 0), 1.5)
    around = skins.region(scene.crop.shape, skins.grown(scene.points[topology.OVAL], 1.5))[::2, ::2] > 0
    high, low = smooth.max(axis=2), smooth.min(axis=2)
    grey = (high > 0.25) & (high < 0.97) & (high - low < GREY * high) & ~around
    return np.asarray(smooth[grey].mean(axis=0), np.float32) if grey.mean() > SURFACE else None


def _eye_white_level(scene: Scene) -> float | None:
    corners = scene.points[[topology.OUTER_EYE_RIGHT, topology.INNER_EYE_RIGHT]]
    if float(np.linalg.norm(corners[0] - corners[1])) / scene.enlarged < EYE_WIDTH:
        return None
    whites = np.concatenate([_eye_white(scene.linear, iris) for iris in scene.face.irises])
    levels = light.luminance(whites)
    if len(levels) < 10 * EYE_WHITE_PIXELS:
        return None
    return max(0.02, float(levels[levels >= np.percentile(levels, 90)].mean()))


def _eye_white(linear: Floats, iris: Iris) -> Floats:
    """Pixels [n, 3] between the lids, without the iris."""
    mask = skins.hull(linear.shape, skins.grown(iris.contour[:16], 0.86))
    radius = 1.18 * float(np.linalg.norm(iris.ring[1:] - iris.ring[0], axis=1).mean())
    x, y = (round(float(value)) for value in iris.ring[0])
    cv2.circle(mask, (x, y), int(np.ceil(radius)), 0, -1)
    return linear[mask > 0]
