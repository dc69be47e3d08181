"""The individual typology angle of the skin that a picture shows: for reports over many pictures, never kept for one.

It says how light the skin looks in this picture, under its light and exposure; it is no property of the person.
"""

from typing import Final

import cv2
import numpy as np

from generation.faces import topology
from generation.faces.quality.scene import Mask, Scene
from generation.faces.values import Face, Picture

GREY: Final = 3.0  # CIELAB: a picture with less colour than this has no b* to speak of
HALVES: Final = (
    (topology.CHEEK_RIGHT_WIDE, topology.FOREHEAD_RIGHT),
    (topology.CHEEK_LEFT_WIDE, topology.FOREHEAD_LEFT),
)


def individual_typology_angle(picture: Picture, face: Face) -> float | None:
    """arctan((L* - 50) / b*) in degrees, of the median skin of cheek and forehead; None without skin or colour.

    The half of the face that is better lit counts: over both, a shadow would pass for dark skin. Definition: Chardin,
    Bourgeois, Hourseau (1991), "Skin colour typology and suntanning pathways", Int. J. Cosmetic Science 13, 191-208.
    """
    scene = Scene(picture, face)
    angles = [_angle(scene, scene.hull(cheek) | scene.hull(forehead)) for cheek, forehead in HALVES]
    return max((angle for angle in angles if angle is not None), default=None)


def _angle(scene: Scene, region: Mask) -> float | None:
    skin = scene.frame[region]
    if not skin.size:
        return None
    lab = cv2.cvtColor((skin[None] / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2LAB)[0]
    lightness, a, b = (float(value) for value in np.median(lab, axis=0))
    if max(abs(a), abs(b)) < GREY:
        return None
    return float(np.degrees(np.arctan2(lightness - 50, b)))
