"""What a person is told when a component fails, where no picture is needed to say it: one sentence for each side of a limit.

A browser says the same sentences before a picture is sent (`generation.faces.glance`).
"""

from typing import Final, NamedTuple


class Advice(NamedTuple):
    """For a value under the limit, and for one above it."""

    below: str
    above: str

    def of(self, value: float | None, *, middle: float = 0.0) -> str:
        return self.above if (middle if value is None else value) > middle else self.below


def _same(sentence: str) -> Advice:
    return Advice(sentence, sentence)


def _sides(sentence: str, *words: tuple[str, ...]) -> Advice:
    return Advice(*(sentence.format(*each) for each in words))


ADVICE: Final = {
    "inter_eye_distance": _same("The picture has too few pixels on your face: come closer or use the original file."),
    "sharpness": _same("Your face is not sharp: hold the camera still, wipe the lens and tap on your face to focus."),
    "illumination_uniformity": _sides(
        "The {} half of your face (on the {} of the picture) is in shadow: turn it towards the window or the lamp.",
        ("left", "right"),
        ("right", "left"),
    ),
    "over_exposure_prevention": _same(
        "Parts of your face are so bright that they are plain white: move away from the lamp or the direct sun."
    ),
    "under_exposure_prevention": _same(
        "Your face is too dark: stand so that the window or the lamp is in front of you, not behind you."
    ),
    "dynamic_range": _same("The picture looks grey and flat: clean the lens and avoid shooting against the light."),
    "head_pose_yaw": _sides(
        "Your head is turned to your {}: turn it back until you look straight into the camera.", ("right",), ("left",)
    ),
    "head_pose_roll": _sides(
        "Your head is tilted towards your {} shoulder: hold it upright, or the camera level.", ("right",), ("left",)
    ),
}
