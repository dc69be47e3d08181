"""How the head is held and whether the mouth is closed: geometry of the mesh, nothing else."""

from typing import Final

import numpy as np

from generation.faces import topology
from generation.faces.errors import SENTENCES
from generation.faces.quality.advice import ADVICE
from generation.faces.quality.limits import component
from generation.faces.quality.scene import Scene
from generation.faces.values import Component, Face

LYING: Final = 60.0  # degrees: nobody holds the head so, a picture that lost its orientation does
PITCH_AT_REST: Final = -8.0  # degrees from forehead to chin: the median of the pack's official portraits


def head_pose_yaw(scene: Scene) -> Component:
    """Degrees about the vertical axis; positive when the head is turned to the person's own left."""
    value = yaw(scene.face)
    return component("head_pose_yaw", value, ADVICE["head_pose_yaw"].of(value))


def head_pose_pitch(scene: Scene) -> Component:
    """Degrees about the axis through the ears; positive when the chin is raised."""
    value = pitch(scene.face)
    advice = "raised: lower it a little" if value > 0 else "low: raise it a little, or hold the camera at eye level"
    return component("head_pose_pitch", value, f"Your chin is {advice}.")


def head_pose_roll(scene: Scene) -> Component:
    """Degrees in the picture's plane; positive when the head is tilted towards the person's own left shoulder."""
    value = roll(scene.face)
    advice = SENTENCES["lying"] if abs(value) > LYING else ADVICE["head_pose_roll"].of(value)
    return component("head_pose_roll", value, advice)


def mouth_closed(scene: Scene) -> Component:
    """Gap between the lips over the mouth's width; a smile that shows teeth passes."""
    points = scene.face.points
    gap = float(np.linalg.norm(points[topology.UPPER_LIP_INNER] - points[topology.LOWER_LIP_INNER]))
    width = float(np.linalg.norm(points[topology.MOUTH_RIGHT] - points[topology.MOUTH_LEFT]))
    return component(
        "mouth_closed",
        gap / max(width, 1e-6),
        "Your mouth is wide open: a smile is fine, but do not speak or laugh.",
    )


def yaw(face: Face) -> float:
    across = face.mesh[topology.EDGE_LEFT] - face.mesh[topology.EDGE_RIGHT]
    return float(np.degrees(np.arctan2(across[2], np.hypot(across[0], across[1]))))


def pitch(face: Face) -> float:
    down = face.mesh[topology.CHIN_TIP] - face.mesh[topology.FOREHEAD_TOP]
    return float(-np.degrees(np.arctan2(down[2], np.hypot(down[0], down[1])))) - PITCH_AT_REST


def roll(face: Face) -> float:
    across = face.points[topology.OUTER_EYE_LEFT] - face.points[topology.OUTER_EYE_RIGHT]
    return float(np.degrees(np.arctan2(across[1], across[0])))
