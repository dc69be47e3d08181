"""Which pixels of a face are skin, told from the person's own cheeks, forehead and nose: there is no model of skin colour."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation import light
from generation.faces import topology
from generation.faces.values import Floats, Picture

FEW: Final = 0.55  # share of the face kept below which colour told too little (glossy, two-coloured or covered skin)
_HOLES: Final = (
    *((topology.EYE_RIGHT, 1.35), (topology.EYE_LEFT, 1.35), (topology.BROW_RIGHT, 1.25), (topology.BROW_LEFT, 1.25)),
    (topology.LIPS, 1.12),
)
_PATCHES: Final = (topology.CHEEK_RIGHT, topology.CHEEK_LEFT, topology.FOREHEAD[[0, 3]], topology.NOSE[:3])


@dataclass(frozen=True, slots=True, eq=False)
class Skin:
    """Masks f32[H, W], 0..1. `light` is soft and wide, for light and tone; `texture` is hard and strict.

    `share` is the part of the face without eyes, brows and lips whose colour is the person's own skin.
    """

    light: Floats
    texture: Floats
    share: float


def skin(picture: Picture, points: Floats) -> Skin:
    """The skin of the face whose mesh is `points` f32[468, 2], in pixels of the picture."""
    width = face_width(points)
    rows, columns = _window(picture, points, margin=0.15 * width)
    inside = points - np.array([columns.start, rows.start], np.float32)
    part = picture[rows, columns]
    base = _face_without_features(part, inside)
    colour = _own_colour(part, inside, width)
    share = float((base * (colour > 0.5)).sum() / max(base.sum(), 1))
    strict = base * colour
    wide = light.blurred(strict if share >= FEW else base, 0.018 * width)
    return Skin(_placed(wide, picture, rows, columns), _placed(strict, picture, rows, columns), share)


def face_width(points: Floats) -> float:
    """Pixels between the mesh's outermost points beside the cheeks."""
    return float(np.linalg.norm(points[topology.EDGE_RIGHT] - points[topology.EDGE_LEFT]))


def region(shape: tuple[int, ...], outline: Floats) -> Floats:
    """1 inside the polygon f32[n, 2], 0 outside, f32[H, W]."""
    mask = np.zeros(shape[:2], np.float32)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 1.0)
    return mask


def hull(shape: tuple[int, ...], points: Floats) -> Floats:
    """1 inside the convex hull of points f32[n, 2]."""
    return region(shape, np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float32))


def outline(shape: tuple[int, ...], points: Floats, factor: float) -> Floats:
    """1 inside the whole mesh, grown: the oval of a turned face runs behind its far cheek and leaves it out."""
    return hull(shape, grown(points, factor))


def grown(points: Floats, factor: float) -> Floats:
    """Points moved away from their middle."""
    middle = points.mean(axis=0)
    return np.asarray(middle + (points - middle) * factor, np.float32)


def _window(picture: Picture, points: Floats, *, margin: float) -> tuple[slice, slice]:
    """The part of the picture around the face: nothing else needs its colour looked at."""
    height, width = picture.shape[:2]
    left, top = np.floor(points.min(axis=0) - margin).astype(int)
    right, bottom = np.ceil(points.max(axis=0) + margin).astype(int)
    rows = slice(int(np.clip(top, 0, height - 1)), int(np.clip(bottom, 1, height)))
    return rows, slice(int(np.clip(left, 0, width - 1)), int(np.clip(right, 1, width)))


def _face_without_features(picture: Picture, points: Floats) -> Floats:
    face = outline(picture.shape, points, 1.02)
    for group, factor in _HOLES:
        face *= 1 - region(picture.shape, grown(points[group], factor))
    return face


def _own_colour(picture: Picture, points: Floats, width: float) -> Floats:
    """How much each pixel has the colour of the person's own skin, 0..1.

    Along the skin's line of saturation the tolerance is loose and grows with the difference of lightness (gloss washes
    out, shade deepens); across it, in hue, it is tight. Shadow is allowed in proportion to the skin's own lightness.
    """
    lab = light.lab(np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.8, 0.006 * width)), np.uint8))
    middle, spread = _reference(lab, points)
    along, across = _axes(middle)
    chroma = lab[..., 1:] - middle[1:]
    lighter = _gloss_or_shade(lab[..., 0] - middle[0], points)
    saturation = (chroma @ along) / (3.2 * max(spread[1], 4.5) + 0.35 * lighter)
    hue = (chroma @ across) / (3.2 * max(spread[2], 3.2) + 0.10 * lighter)
    allowance = max(0.4, float(middle[0]) / 65)
    shade = np.maximum(0, middle[0] - lab[..., 0] - 4 * allowance) / (5.5 * max(spread[0], 5.5) * allowance)
    distance = np.sqrt(saturation**2 + hue**2 + shade**2)
    return np.asarray(np.exp(-2 * np.maximum(0, distance - 0.6) ** 2), np.float32)


def _gloss_or_shade(change: Floats, points: Floats) -> Floats:
    """By how much L* differs, as far as that excuses another saturation: at the rim a light place is a wall, not gloss."""
    inner = region(change.shape, grown(points[topology.OVAL], 0.93))
    return np.asarray(np.where(inner > 0, np.abs(change), np.maximum(-change, 0)), np.float32)


def _reference(lab: Floats, points: Floats) -> tuple[Floats, Floats]:
    """Median Lab of cheeks, forehead and nose, and the robust spread of lightness, saturation and hue."""
    patches = np.zeros(lab.shape[:2], np.float32)
    for group in _PATCHES:
        patches = np.maximum(
            patches, hull(lab.shape, grown(points[group], 1.0) if len(group) > 3 else _disc(points, group))
        )
    pixels = lab[patches > 0.5]
    middle = np.median(pixels, axis=0)
    axes = np.stack(_axes(middle), axis=1)
    away = np.column_stack([pixels[:, 0] - middle[0], (pixels[:, 1:] - middle[1:]) @ axes])
    return middle, np.asarray(1.4826 * np.median(np.abs(away), axis=0), np.float32)


def _disc(points: Floats, group: topology.Indices) -> Floats:
    """A small patch around a place that has too few points for a hull."""
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1) * 0.05 * face_width(points)
    return np.asarray(points[group].mean(axis=0) + circle, np.float32)


def _axes(middle: Floats) -> tuple[Floats, Floats]:
    """Unit vectors in the a*b* plane along and across the hue of a Lab colour; any pair will do for a grey one."""
    length = float(np.hypot(middle[1], middle[2]))
    along = np.array([middle[1], middle[2]], np.float32) / length if length > 1 else np.array([1, 0], np.float32)
    return along, np.array([-along[1], along[0]], np.float32)


def _placed(mask: Floats, picture: Picture, rows: slice, columns: slice) -> Floats:
    whole = np.zeros(picture.shape[:2], np.float32)
    whole[rows, columns] = mask
    return whole
