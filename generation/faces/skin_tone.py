"""The individual typology angle of the skin that a picture shows: for reports over many pictures, never kept for one.

It says how light the skin looks in this picture, under its light and exposure; it is no property of the person.
"""

from typing import Final

import cv2
import numpy as np

from generation.faces.quality.scene import Scene
from generation.faces.values import Face, Picture

GREY: Final = 3.0  # CIELAB: a picture with less colour than this has no b* to speak of


def individual_typology_angle(picture: Picture, face: Face) -> float | None:
    """arctan((L* - 50) / b*) in degrees, of the median skin of cheeks, forehead and nose; None without skin or colour.

    Chardin, Bourgeois, Hourseau (1991), "Skin colour typology and suntanning pathways", Int. J. Cosmetic Science 13.
    Raises ValueError for anything but uint8 H x W x 3.
    """
    scene = Scene(picture, face)
    skin = scene.frame[scene.skin]
    if not skin.size:
        return None
    lab = cv2.cvtColor((skin[None] / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2LAB)[0]
    lightness, a, b = (float(value) for value in np.median(lab, axis=0))
    if max(abs(a), abs(b)) < GREY:
        return None
    return float(np.degrees(np.arctan2(lightness - 50, b)))
