"""Hair painted strand by strand on a picture: a full beard, stubble, long hair beside the head.

Strands follow the mesh of the face and vary around the colour of the person's own hair: that of the scalp or of the brows.
Lengths are shares of the face.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import simulation
from generation.faces import Face, topology
from generation.pictures import Picture

Floats = NDArray[np.float32]
SEED: Final = 11
STRANDS: Final = 900  # a side
TONES: Final = (0.55, 1.0, 1.5)  # of the colour, darkest first
SHIFT: Final = 4  # fractional bits of drawn points
ENOUGH: Final = 400  # pixels of a scalp that shows hair
GREY: Final = 0.5  # of the skin's saturation: hair with less is grey or black, on every skin
DARKER: Final = 0.62  # of the skin's codes, a stop and a half: a beard that is not grey is no lighter than that
BEARD_RIGHT: Final = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148)  # the edge of the face, from the ear to the chin
BEARD_LEFT: Final = (377, 400, 378, 379, 365, 397, 288, 361, 323, 454)
BEARD_TOP: Final = (401, 376, 411, 425, 426, 391, 164, 165, 206, 205, 187, 147, 177)  # from ear to ear under the nose


@dataclass(frozen=True, slots=True)
class Strokes:
    """How hair is drawn: length in widths of the painted region, how many, how opaque."""

    length: float
    count: int
    opacity: float


def full_beard(picture: Picture, face: Face) -> Picture:
    """Beard and moustache, some days past stubble: skin hardly shows through."""
    mask = _beard_mask(picture, face, below=0.07)
    colour = _beard_colour(picture, face, mask)
    shaded = _over(picture.astype(np.float32), 0.82 * colour, 0.78 * mask)
    return _strands(shaded, mask, _downwards(face), colour, Strokes(length=0.055, count=5200, opacity=0.75))


def stubble(picture: Picture, face: Face) -> Picture:
    """Three days without shaving."""
    mask = _beard_mask(picture, face, below=0.0)
    colour = _beard_colour(picture, face, mask)
    shaded = _over(picture.astype(np.float32), colour, 0.18 * mask)
    return _strands(shaded, mask, _downwards(face), colour, Strokes(length=0.010, count=3600, opacity=0.45))


def long_hair(picture: Picture, face: Face) -> Picture:
    """Hair from the temples over the ears down to the shoulders, on both sides."""
    canvas = picture.astype(np.float32)
    colour, size = _hair_colour(picture, face), face.box.height
    random = np.random.default_rng(SEED)
    for side, (edge, temple) in ((-1, (234, 54)), (1, (454, 284))):
        start, ear = face.points[temple], face.points[edge]
        layer, alpha = _lock(picture.shape, start, ear, side, size, random)
        shade = colour * (0.55 + 0.75 * layer[..., None])
        canvas = _over(canvas, shade, alpha)
    inner = _eroded_oval(picture, face)
    return _coded(_over(canvas, picture.astype(np.float32), inner))


def _lock(
    shape: tuple[int, ...], start: Floats, ear: Floats, side: int, size: float, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Lightness 0..1 and opacity of the hair of one side, strand by strand; it fades in from the scalp."""
    light, alpha = np.zeros(shape[:2], np.float32), np.zeros(shape[:2], np.float32)
    thick = max(round(0.010 * size), 1)
    for _ in range(STRANDS):
        points = np.round(_fall(start, ear, side, size, random) * 2**SHIFT).astype(np.int32)
        tone = float(np.clip(random.normal(0.6, 0.2), 0, 1))
        for layer, value in ((light, tone), (alpha, 1.0)):
            cv2.polylines(layer, [points], False, value, thick, cv2.LINE_AA, SHIFT)  # noqa: FBT003 - OpenCV's own order
    soft = 0.004 * size + 0.3
    rows = np.arange(shape[0], dtype=np.float32)[:, None]
    grown = np.clip((rows - start[1] + 0.18 * size) / (0.22 * size), 0, 1)
    return _blurred(light, soft), _blurred(alpha, soft) * grown


def _fall(start: Floats, ear: Floats, side: int, size: float, random: np.random.Generator) -> Floats:
    """One strand f32[40, 2]: from the scalp out past the ear and down to the shoulder, a quadratic Bezier curve."""
    t = np.linspace(0, 1, 40, dtype=np.float32)[:, None]
    out = random.uniform(-0.02, 0.26)
    root = start + np.array([side * random.uniform(-0.06, 0.10), random.uniform(-0.16, 0.10)]) * size
    passing = ear + np.array([side * out, 0.05]) * size
    end = ear + np.array([side * (out + random.normal(-0.02, 0.05)), random.uniform(0.95, 1.25)]) * size
    bow = 2 * passing - (root + end) / 2
    return np.asarray((1 - t) ** 2 * root + 2 * t * (1 - t) * bow + t**2 * end, np.float32)


def _strands(canvas: Floats, mask: Floats, flow: Floats, colour: Floats, strokes: Strokes) -> Picture:
    """Short strokes inside a mask, along the flow with some disorder, lighter and darker than the colour."""
    random = np.random.default_rng(SEED)
    rows, columns = np.nonzero(mask > 0.25)
    size = float(np.ptp(columns)) + 1
    chosen = random.integers(rows.size, size=strokes.count)
    for number, tone in enumerate(TONES):
        layer = np.zeros(mask.shape, np.float32)
        for pick in chosen[number :: len(TONES)]:
            at = np.array([columns[pick], rows[pick]], np.float32)
            away = flow + random.normal(0, 0.35, 2).astype(np.float32)
            to = at + away / max(float(np.linalg.norm(away)), 1e-3) * strokes.length * size * random.uniform(0.6, 1.4)
            first, second = (tuple(int(value) for value in np.round(point * 2**SHIFT)) for point in (at, to))
            cv2.line(layer, first, second, 1.0, 1, cv2.LINE_AA, SHIFT)
        drawn = _blurred(layer, 0.0015 * size + 0.2) * strokes.opacity
        canvas = _over(canvas, colour * tone, drawn * np.sqrt(mask))
    return _coded(canvas)


def _beard_mask(picture: Picture, face: Face, *, below: float) -> Floats:
    """0..1 where a beard grows, softly edged; it reaches past the chin by a share of the face."""
    chin, nose = face.points[topology.CHIN_TIP], face.points[topology.NOSE_BASE]
    outer = face.points[[*BEARD_RIGHT, topology.CHIN_TIP, *BEARD_LEFT]]
    lowered = np.clip((outer[:, 1:] - nose[1]) / max(float(chin[1] - nose[1]), 1.0), 0, 1)
    outer = outer + np.concatenate([np.zeros_like(lowered), lowered * below * face.box.height], axis=1)
    mask = np.zeros(picture.shape[:2], np.float32)
    edge = np.concatenate([outer, face.points[list(BEARD_TOP)]])
    cv2.fillPoly(mask, [np.round(edge * 2**SHIFT).astype(np.int32)], 1.0, cv2.LINE_AA, SHIFT)
    soft = _blurred(mask, 0.018 * face.box.height)
    lips = np.zeros_like(mask)
    cv2.fillPoly(lips, [np.round(face.points[topology.LIPS] * 2**SHIFT).astype(np.int32)], 1.0, cv2.LINE_AA, SHIFT)
    bare = _blurred(lips, 0.004 * face.box.height)
    return np.asarray(np.clip(soft * (1 - bare), 0, 1), np.float32)


def _beard_colour(picture: Picture, face: Face, mask: Floats) -> Floats:
    """sRGB codes of a beard: grey where the scalp's hair is, else well darker than the skin that it grows on."""
    colour, grown_on = _hair_colour(picture, face), np.median(picture[mask > 0.5], axis=0)
    if _saturation(colour) <= GREY * _saturation(_cheeks(picture, face)):
        return colour
    return np.asarray(colour * min(1.0, DARKER * float(grown_on.mean()) / max(float(colour.mean()), 1.0)), np.float32)


def _hair_colour(picture: Picture, face: Face) -> Floats:
    """sRGB codes of the scalp's hair where it is grey, else the darker of scalp and brows: a bald scalp and the skin between
    thin brows are no hair."""
    scalp, brows = picture[simulation.hair(picture) > 0.5], _brow_colour(picture, face)
    if len(scalp) < ENOUGH:
        return brows
    hair = np.asarray(np.median(scalp, axis=0), np.float32)
    grey = _saturation(hair) <= GREY * _saturation(_cheeks(picture, face))
    return hair if grey or hair.mean() < brows.mean() else brows


def _brow_colour(picture: Picture, face: Face) -> Floats:
    """sRGB codes of the darkest fifth of the brows: the rest is skin between hairs."""
    pixels = picture[_hulls(picture, face, topology.BROW_RIGHT, topology.BROW_LEFT)]
    light = pixels.mean(axis=1)
    return np.asarray(np.median(pixels[light <= np.percentile(light, 20)], axis=0), np.float32)


def _cheeks(picture: Picture, face: Face) -> Floats:
    """sRGB codes of their skin."""
    pixels = picture[_hulls(picture, face, topology.CHEEK_RIGHT_WIDE, topology.CHEEK_LEFT_WIDE)]
    return np.asarray(np.median(pixels, axis=0), np.float32)


def _saturation(colour: Floats) -> float:
    return float(np.ptp(colour) / max(float(colour.max()), 1.0))


def _hulls(picture: Picture, face: Face, *regions: topology.Indices) -> NDArray[np.bool_]:
    mask = np.zeros(picture.shape[:2], np.uint8)
    for region in regions:
        cv2.fillConvexPoly(mask, cv2.convexHull(np.round(face.points[region]).astype(np.int32)), 1)
    return mask > 0


def _downwards(face: Face) -> Floats:
    down = face.points[topology.CHIN_TIP] - face.points[topology.FOREHEAD_TOP]
    return np.asarray(down / np.linalg.norm(down), np.float32)


def _eroded_oval(picture: Picture, face: Face) -> Floats:
    oval = np.zeros(picture.shape[:2], np.float32)
    middle = face.points[topology.OVAL].mean(axis=0)
    inside = middle + 0.93 * (face.points[topology.OVAL] - middle)
    cv2.fillPoly(oval, [np.round(inside * 2**SHIFT).astype(np.int32)], 1.0, cv2.LINE_AA, SHIFT)
    return _blurred(oval, 0.012 * face.box.height)


def _over(canvas: Floats, paint: Floats, alpha: Floats) -> Floats:
    share = np.clip(alpha, 0, 1)[..., None]
    return np.asarray(canvas * (1 - share) + paint * share, np.float32)


def _blurred(values: Floats, sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), max(sigma, 0.1)), np.float32)


def _coded(values: Floats) -> Picture:
    return np.rint(np.clip(values, 0, 255)).astype(np.uint8)
