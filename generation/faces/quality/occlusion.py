"""Whether something is held or worn before the mouth or before the face."""

from typing import Final

import numpy as np

from generation.faces import topology
from generation.faces.geometry import eye_distance
from generation.faces.quality.eyes import NOISE, SMALLEST
from generation.faces.quality.limits import component
from generation.faces.quality.scene import Scene
from generation.faces.values import Component

DARKER: Final = 2.0  # stops under the brightest skin: lips of every tone and under every beard of the pack are lighter
SKIN: Final = (topology.FOREHEAD, topology.CHEEK_RIGHT, topology.CHEEK_LEFT, topology.BRIDGE)


def mouth_occlusion_prevention(scene: Scene) -> Component:
    """Contrast of the lips, as the standard deviation of log luminance in stops, halved for each stop too dark for lips.

    Lips have a dark line, gloss or teeth; cloth over them has not, and foam is darker than lips. None below SMALLEST.
    """
    return component(
        "mouth_occlusion_prevention",
        _lips(scene) if eye_distance(scene.face) >= SMALLEST else None,
        "Your mouth can hardly be seen: take off the mask or scarf and keep hands and microphones away from your face.",
    )


def face_occlusion_prevention(scene: Scene) -> Component:
    """How sure the mesh network is to see a whole face: its logit falls with all that covers one. None below SMALLEST."""
    return component(
        "face_occlusion_prevention",
        scene.face.presence if eye_distance(scene.face) >= SMALLEST else None,
        "Part of your face is covered: nothing should be before it, neither hair nor a hand, a mask or a telephone.",
    )


def _lips(scene: Scene) -> float | None:
    stops = np.log2(scene.luminance + NOISE)
    lips, skin = stops[scene.hull(topology.LIPS)], [stops[scene.hull(region)] for region in SKIN]
    if not lips.size or not any(part.size for part in skin):
        return None
    brightest = max(float(np.median(part)) for part in skin if part.size)
    missing = max(0.0, brightest - DARKER - float(np.median(lips)))
    return float(lips.std() * np.exp2(-missing))
