"""Where and how large the face is in the picture, who else is there, and what is behind."""

from typing import Final

import cv2
import numpy as np

from generation.faces.geometry import reduced
from generation.faces.quality.advice import ADVICE
from generation.faces.quality.limits import component
from generation.faces.quality.scene import Scene
from generation.faces.values import Component

BACKGROUND: Final = 0.05  # probability of person below which a pixel is background
ENOUGH: Final = 0.03  # of the picture: less background says nothing
BACKGROUND_SIDE: Final = 256


def single_face_present(scene: Scene) -> Component:
    """Height of the largest other face over this one; 0 when the person is alone."""
    value = max((other.height for other in scene.others), default=0.0) / max(scene.face.box.height, 1e-6)
    return component(
        "single_face_present", value, "Somebody else can be seen behind you: use a picture that shows you alone."
    )


def head_size(scene: Scene) -> Component:
    """Height of the face (hairline to chin) over the height of the picture."""
    value = scene.face.box.height / scene.picture.shape[0]
    near = value > 0.5
    advice = "Your face fills the picture: step back." if near else "Your face is small in the picture: come closer."
    return component("head_size", value, advice)


def face_crop(scene: Scene) -> Component:
    """Distance from the face to the nearest edge of the picture in face heights; negative when it is cut."""
    box, (height, width) = scene.face.box, scene.picture.shape[:2]
    margins = {"left": box.left, "top": box.top, "right": width - box.right, "bottom": height - box.bottom}
    edge = min(margins, key=lambda name: margins[name])
    return component(
        "face_crop",
        margins[edge] / max(box.height, 1e-6),
        f"Your face is cut off at the {edge} edge of the picture: leave some space all around your head.",
    )


def inter_eye_distance(scene: Scene) -> Component:
    """Pixels between the centres of the irises."""
    irises = scene.face.irises
    value = float(np.linalg.norm(irises.left.ring[0] - irises.right.ring[0]))
    return component("inter_eye_distance", value, ADVICE["inter_eye_distance"].of(value))


def background_uniformity(scene: Scene) -> Component:
    """Standard deviation of CIELAB lightness of what is not person; None when hardly any background is seen."""
    person = cv2.resize(scene.person, (BACKGROUND_SIDE, BACKGROUND_SIDE), interpolation=cv2.INTER_AREA)
    small = reduced(scene.levels, (BACKGROUND_SIDE, BACKGROUND_SIDE))
    lightness = cv2.cvtColor((small / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2LAB)[..., 0]
    behind = lightness[person < BACKGROUND]
    value = float(behind.std()) if behind.size >= ENOUGH * lightness.size else None
    return component(
        "background_uniformity", value, "The background is restless: stand in front of a plain wall or a calm view."
    )
