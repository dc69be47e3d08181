"""Whether something is held or worn before the mouth or before the face."""

from generation.faces.geometry import eye_distance
from generation.faces.quality import seen
from generation.faces.quality.eyes import SMALLEST
from generation.faces.quality.limits import component
from generation.faces.quality.scene import Scene
from generation.faces.values import Component


def mouth_occlusion_prevention(scene: Scene) -> Component:
    """Log-odds that lips are seen and nothing before them, by what the mesh network makes of the place. None below SMALLEST."""
    return component(
        "mouth_occlusion_prevention",
        seen.mouth(scene.levels, scene.face) if eye_distance(scene.face) >= SMALLEST else None,
        "Your mouth can hardly be seen: take off the mask or scarf and keep hands and microphones away from your face.",
    )


def face_occlusion_prevention(scene: Scene) -> Component:
    """How sure the mesh network is to see a whole face: its logit falls with all that covers one. None below SMALLEST."""
    return component(
        "face_occlusion_prevention",
        scene.face.presence if eye_distance(scene.face) >= SMALLEST else None,
        "Part of your face is covered: nothing should be before it, neither hair nor a hand, a mask or a telephone.",
    )
