"""All components of one picture, in the order in which a person would mend them."""

from typing import Final

from generation.faces.geometry import Source
from generation.faces.quality import causes, detail, eyes, framing, light, occlusion, photograph, position, posture
from generation.faces.quality.scene import Scene
from generation.faces.values import Box, Face, Quality

COMPONENTS: Final = (
    framing.single_face_present,
    framing.face_crop,
    framing.head_size,
    position.head_position_horizontal,
    position.head_position_vertical,
    framing.inter_eye_distance,
    detail.sharpness,
    detail.compression_artefacts,
    light.illumination_uniformity,
    light.over_exposure_prevention,
    light.under_exposure_prevention,
    light.dynamic_range,
    light.natural_colour,
    posture.head_pose_yaw,
    posture.head_pose_pitch,
    posture.head_pose_roll,
    eyes.eyes_open,
    eyes.eyes_visible,
    occlusion.mouth_occlusion_prevention,
    occlusion.face_occlusion_prevention,
    posture.mouth_closed,
    framing.background_uniformity,
    photograph.painting,
    photograph.drawing,
    photograph.reshoot,
)


def assess(picture: Source, face: Face, others: tuple[Box, ...] = ()) -> Quality:
    """The quality of one face in a picture uint8 H x W x 3; `others` are where further people were found in it."""
    scene = Scene(picture, face, others)
    return Quality(causes.told([measure(scene) for measure in COMPONENTS]))
