"""Pictures that are no photographs of a person, made from one on purpose and graded: shown on a screen, painted, drawn."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation.faces.quality.scene import LINEAR
from generation.faces.values import Face, Floats, Picture

PITCH: Final = 2.6  # camera pixels for each pixel of the screen
TURN: Final = 6.0  # degrees between camera and screen
LENS: Final = 0.7  # camera pixels: standard deviation of the blur
GAP: Final = 0.08  # of a screen pixel: dark between its rows
PRESSURE: Final = 3  # how hard the pencil is pressed: the exponent of its contrast
FINE: Final = 3  # samples of a camera pixel along each side


@dataclass(frozen=True, slots=True)
class Screen:
    """How a camera stands to a screen: camera pixels for each of its pixels, degrees, and the lens's blur in camera pixels."""

    pitch: float
    turn: float
    lens: float


def on_screen(picture: Picture, _: Face, share: float) -> Picture:
    """Photographed from a screen with red, green and blue stripes; `share` of their contrast is left by lens and distance."""
    return shot(picture, Screen(PITCH, TURN, LENS), share)


def shot(picture: Picture, screen: Screen, share: float) -> Picture:
    """The same, of any screen."""
    height, width = picture.shape[:2]
    shown = _shown_pixels(picture, screen)
    rows: list[Floats] = []
    for top in range(0, height, 64):  # in bands: the samples of a phone picture would fill the memory
        band = _sampled(shown, screen, picture.shape, slice(top, min(top + 64, height)), share)
        rows.append(np.asarray(cv2.resize(band, None, fx=1 / FINE, fy=1 / FINE, interpolation=cv2.INTER_AREA)))
    light = cv2.GaussianBlur(np.concatenate(rows)[:, :width], (0, 0), screen.lens)
    return _encoded(np.asarray(light, np.float32))


def _shown_pixels(picture: Picture, screen: Screen) -> Floats:
    size = tuple(max(8, round(side / screen.pitch)) for side in picture.shape[1::-1])
    return np.asarray(LINEAR[cv2.resize(picture, size, interpolation=cv2.INTER_AREA)], np.float32)


def _sampled(shown: Floats, screen: Screen, shape: tuple[int, ...], band: slice, share: float) -> Floats:
    """The light of the screen under a band of camera rows, FINE samples a pixel."""
    down, along = np.mgrid[band.start * FINE : band.stop * FINE, 0 : shape[1] * FINE].astype(np.float32)
    x, y = (along + 0.5) / FINE - shape[1] / 2, (down + 0.5) / FINE - shape[0] / 2
    cos, sin = np.float32(np.cos(np.radians(screen.turn))), np.float32(np.sin(np.radians(screen.turn)))
    u, v = x * cos - y * sin + shape[1] / 2, x * sin + y * cos + shape[0] / 2
    u, v = u / screen.pitch, v / screen.pitch
    light = cv2.remap(shown, np.floor(u), np.floor(v), cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT)
    lit = _stripes(u - np.floor(u), v - np.floor(v))
    return np.asarray(light * (1 - share + share * lit), np.float32)


def _stripes(across: Floats, down: Floats) -> Floats:
    """Which of the three colours of a screen pixel lights at a place, so bright that the mean stays what it was."""
    row = (down >= GAP) & (down < 1 - GAP)
    lit = np.stack([row & (across >= k / 3) & (across < (k + 1) / 3) for k in range(3)], axis=-1)
    return np.asarray(lit * (3 / (1 - 2 * GAP)), np.float32)


def painted(picture: Picture, face: Face, share: float) -> Picture:
    """Laid in strokes of such a share of the face's width: each pixel the mean of the calmest of four squares beside it
    (Kuwahara et al. 1976)."""
    reach = max(1, round(share * face.box.width))
    colours = picture.astype(np.float32)
    calmest = np.full(picture.shape[:2], np.inf, np.float32)
    strokes = colours.copy()
    for anchor in ((0, 0), (reach, 0), (0, reach), (reach, reach)):
        mean, square = (cv2.blur(each, (reach + 1, reach + 1), anchor=anchor) for each in (colours, colours**2))
        restless = (square - mean**2).sum(axis=2)
        strokes = np.where((restless < calmest)[..., None], mean, strokes)
        calmest = np.minimum(calmest, restless)
    return np.asarray(np.rint(np.clip(strokes, 0, 255)), np.uint8)


def drawn(picture: Picture, face: Face, share: float) -> Picture:
    """So much of a pencil drawing laid over it: grey divided by its own blur, which leaves lines on white paper."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    around = cv2.GaussianBlur(grey, (0, 0), 0.02 * face.box.width)
    pencil = np.clip(255 * ((grey + 1) / (around + 1)) ** PRESSURE, 0, 255)[..., None]
    return np.asarray(np.rint(picture * (1 - share) + pencil * share), np.uint8)


def _encoded(linear: Floats) -> Picture:
    light = np.clip(linear, 0, 1)
    coded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(coded * 255), np.uint8)
