"""Where the head stands in the crop (horizontal and vertical position of the face in ISO/IEC 29794-5)."""

from generation.faces import topology
from generation.faces.quality.limits import component
from generation.faces.quality.scene import Scene
from generation.faces.values import Component, Face


def head_position_horizontal(scene: Scene) -> Component:
    """Middle of the face over the picture's width: 0 at the left edge, 0.5 in the middle, 1 at the right edge."""
    value = middle(scene.face)[0] / scene.picture.shape[1]
    side, move = ("right", "left") if value > 0.5 else ("left", "right")
    return component(
        "head_position_horizontal",
        value,
        f"Your face is far to the {side} of the picture: move it to the {move}, into the middle.",
    )


def head_position_vertical(scene: Scene) -> Component:
    """Middle of the face over the picture's height: 0 at the top, 1 at the bottom; portraits have it above the middle."""
    value = middle(scene.face)[1] / scene.picture.shape[0]
    place, move = ("low", "lower") if value > 0.5 else ("high", "raise")
    return component(
        "head_position_vertical", value, f"Your face is {place} in the picture: {move} the camera a little."
    )


def middle(face: Face) -> tuple[float, float]:
    """The point between the eyes and the mouth, in pixels, as the standard takes it."""
    eyes = (face.points[topology.OUTER_EYE_RIGHT] + face.points[topology.OUTER_EYE_LEFT]) / 2
    mouth = (face.points[topology.MOUTH_RIGHT] + face.points[topology.MOUTH_LEFT]) / 2
    x, y = (float(value) for value in (eyes + mouth) / 2)
    return x, y
