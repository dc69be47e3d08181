"""Hands drawn before the mouth in ways that are not all alike: fingers from anywhere, a fist, a palm.

They have the person's own skin, a little redder or paler, and the light of a round thing. Lengths are in distances between
the outer eye corners.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation.faces import topology
from generation.faces.codes import encoded, rounded
from generation.faces.occluders import Plane, painted, skin_of
from generation.faces.quality.scene import LINEAR
from generation.faces.values import Face, Floats, Picture

Random = np.random.Generator
Point = tuple[float, float]
EDGE: Final = 0.013  # how soft
KNUCKLES: Final = ((0.55, 0.06), (0.8, 0.05))  # where along a finger, and how dark their folds are


@dataclass(frozen=True, slots=True)
class Part:
    """A finger, or the back of a hand: how far pixels are from its axis in its radius, and where along it they lie."""

    away: Floats
    along: Floats


def from_below(picture: Picture, face: Face, random: Random) -> Picture:
    """Fingers that point up, over the chin."""
    return _fingers(picture, face, random, angle=-np.pi / 2 + random.normal(0, 0.25), count=int(random.integers(3, 5)))


def from_a_side(picture: Picture, face: Face, random: Random) -> Picture:
    return _fingers(picture, face, random, angle=_side(random) + random.normal(0, 0.2), count=4)


def slanting(picture: Picture, face: Face, random: Random) -> Picture:
    turn = random.choice([-1, 1]) * random.uniform(0.5, 1.1)
    return _fingers(picture, face, random, angle=-np.pi / 2 + turn, count=4)


def two_fingers(picture: Picture, face: Face, random: Random) -> Picture:
    return _fingers(picture, face, random, angle=_side(random) + random.normal(0, 0.15), count=2)


def fist(picture: Picture, face: Face, random: Random) -> Picture:
    plane, (x, y) = _before(picture, face, random)
    parts = [_part(plane, (x - 0.2, y + 0.14), (x + 0.2, y + 0.16), 0.24)]
    for number in range(4):
        knuckle = x + (number - 1.5) * 0.135, y + float(random.normal(0, 0.015))
        parts.append(_part(plane, knuckle, (knuckle[0], knuckle[1] + 0.08), 0.08))
    return _shown(picture, face, parts, random)


def palm(picture: Picture, face: Face, random: Random) -> Picture:
    """Smooth, without gaps."""
    plane, (x, y) = _before(picture, face, random)
    tilt = float(random.normal(0, 0.06))
    return _shown(picture, face, [_part(plane, (x - 0.25, y + 0.08 + tilt), (x + 0.28, y + 0.08 - tilt), 0.26)], random)


def _fingers(picture: Picture, face: Face, random: Random, *, angle: float, count: int) -> Picture:
    plane, middle = _before(picture, face, random)
    ahead = np.array([np.cos(angle), np.sin(angle)])
    beside, radius = np.array([-ahead[1], ahead[0]]), float(random.uniform(0.065, 0.085))
    gap, reach = radius * random.uniform(1.85, 2.15), random.uniform(0.2, 0.4)
    parts = [_part(plane, _at(middle, -0.75 * ahead), _at(middle, -0.55 * ahead), 0.34)] if count > 2 else []
    for number in range(count):
        off = number - (count - 1) / 2
        tip = middle + beside * off * gap + ahead * reach * (1 - 0.12 * abs(off) + random.normal(0, 0.04))
        root = middle + beside * off * gap * 0.95 - ahead * 0.9
        parts.append(_part(plane, tuple(root), tuple(tip), radius * random.uniform(0.92, 1.06)))
    return _shown(picture, face, parts, random)


def _shown(picture: Picture, face: Face, parts: list[Part], random: Random) -> Picture:
    """The parts one over the other, with the shadow that they throw."""
    cover, shade, near = (np.full_like(parts[0].away, value) for value in (0, 1, 0))
    for part in parts:
        inside = part.away < 1
        folds = sum(dark * np.exp(-(((part.along - place) / 0.03) ** 2)) for place, dark in KNUCKLES)
        shade = np.where(inside, (1 - 0.38 * np.clip(part.away, 0, 1) ** 3) * (1 - folds), shade)
        cover = np.where(inside, 1, cover)
        near = np.maximum(near, np.exp(-2.5 * np.maximum(part.away - 1, 0)))
    soft = max(EDGE * face.box.width / 2.6, 0.6)
    cover = np.asarray(cv2.GaussianBlur(cover.astype(np.float32), (0, 0), soft), np.float32)
    shadow = 0.25 * cv2.GaussianBlur(near.astype(np.float32), (0, 0), 4 * soft) * (1 - cover)
    return painted(
        rounded(picture * (1 - shadow[..., None])), _tinted(skin_of(picture, face), random) * shade[..., None], cover
    )


def _tinted(skin: Floats, random: Random) -> Floats:
    """Hands are a little redder than a face, and lie in other light."""
    stops = np.array([random.normal(0.06, 0.12), 0, random.normal(0, 0.12)]) + random.normal(0, 0.2)
    return encoded(LINEAR[rounded(skin)] * np.exp2(stops).astype(np.float32)).astype(np.float32)


def _before(picture: Picture, face: Face, random: Random) -> tuple[Plane, Floats]:
    """The face's own axes, and a place at the mouth."""
    plane = Plane.of(picture, face)
    return plane, np.array(plane.at(topology.LIPS), np.float32) + random.normal(0, 0.03, 2).astype(np.float32)


def _side(random: Random) -> float:
    return float(random.choice([0.0, np.pi]))


def _at(middle: Floats, off: np.ndarray) -> Point:
    return float(middle[0] + off[0]), float(middle[1] + off[1])


def _part(plane: Plane, root: Point, tip: Point, radius: float) -> Part:
    across, down = tip[0] - root[0], tip[1] - root[1]
    along = ((plane.across - root[0]) * across + (plane.down - root[1]) * down) / max(across**2 + down**2, 1e-9)
    along = np.clip(along, 0, 1)
    away = np.hypot(plane.across - root[0] - along * across, plane.down - root[1] - along * down) / radius
    return Part(np.asarray(away, np.float32), np.asarray(along, np.float32))
