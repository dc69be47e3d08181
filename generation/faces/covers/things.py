"""Things drawn before the mouth: masks, microphones, telephones, cups and scarves of any colour."""

from typing import Final

import numpy as np

from generation.faces import occluders, topology
from generation.faces.occluders import Plane, lit, painted, soft
from generation.faces.values import Face, Floats, Picture

Random = np.random.Generator
CLOTH: Final = ((25, 25, 28), (235, 235, 235), occluders.SURGICAL, (200, 160, 140), (120, 30, 40))
HARD: Final = ((28, 28, 30), (200, 200, 205), (60, 70, 110), (240, 240, 238), (150, 40, 40), (70, 110, 90))


def mask(picture: Picture, face: Face, random: Random) -> Picture:
    return occluders.masked(picture, face, random.uniform(0.55, 0.65), colour=_colour(CLOTH, random))


def microphone(picture: Picture, face: Face, random: Random) -> Picture:
    return occluders.microphone(picture, face, random.uniform(0.8, 1.0))


def telephone(picture: Picture, face: Face, random: Random) -> Picture:
    plane, turn = Plane.of(picture, face), random.normal(0, 0.3)
    across, down = _from_mouth(plane)
    cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    along, beside = across * cos + (down - 0.1) * sin, (down - 0.1) * cos - across * sin
    gloss = 1 + 0.05 * np.sin(8 * along)
    cover = soft(0.33 - np.abs(along)) * soft(0.26 - np.abs(beside))
    return painted(picture, lit(picture, face, _colour(HARD, random)) * gloss[..., None], cover)


def cup(picture: Picture, face: Face, random: Random) -> Picture:
    across, down = _from_mouth(Plane.of(picture, face))
    round_ = 1.15 - 0.9 * np.abs(across - 0.05) ** 1.2
    cover = soft(0.26 - np.abs(across)) * soft(down + 0.1)
    return painted(picture, lit(picture, face, _colour(HARD, random)) * round_[..., None], cover)


def scarf(picture: Picture, face: Face, random: Random) -> Picture:
    across, down = _from_mouth(Plane.of(picture, face))
    folds = 1 + 0.18 * np.sin(22 * (down + 0.3 * across)) + 0.1 * np.sin(9 * down - 4 * across)
    cover = soft(down + 0.14 + 0.05 * np.sin(4 * across)) * soft(0.95 - np.abs(across))
    return painted(picture, lit(picture, face, _colour(CLOTH, random)) * folds[..., None], cover)


def _from_mouth(plane: Plane) -> tuple[Floats, Floats]:
    x, y = plane.at(topology.LIPS)
    return plane.across - x, plane.down - y


def _colour(colours: tuple[tuple[int, int, int], ...], random: Random) -> tuple[float, float, float]:
    red, green, blue = colours[int(random.integers(len(colours)))]
    return red, green, blue
