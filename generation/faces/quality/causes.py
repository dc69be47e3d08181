"""What cannot be told while something else spoils the picture: under a veil every eye is pale, and nobody has closed it.

Who mends the cause takes another picture, and that one is measured anew. A component that passes all the same keeps its value.
"""

from collections.abc import Sequence
from typing import Final

from generation.faces.quality.limits import component
from generation.faces.values import Component

LIGHT: Final = ("under_exposure_prevention", "dynamic_range")
TEXTURE: Final = (*LIGHT, "compression_artefacts", "eyes_visible", "mouth_occlusion_prevention")
SPOILED_BY: Final = {
    "natural_colour": ("over_exposure_prevention", *LIGHT),
    "eyes_open": ("sharpness", *LIGHT),
    "eyes_visible": ("sharpness", *LIGHT),
    "face_occlusion_prevention": ("sharpness",),
    "painting": TEXTURE,
    "drawing": TEXTURE,
}


def told(components: Sequence[Component]) -> tuple[Component, ...]:
    """The same ones; what failed only because of another is not told."""
    failed = {each.name for each in components if not each.passed}
    return tuple(_untold(each) if _spoiled(each, failed) else each for each in components)


def _spoiled(each: Component, failed: set[str]) -> bool:
    return not each.passed and not failed.isdisjoint(SPOILED_BY.get(each.name, ()))


def _untold(each: Component) -> Component:
    return component(each.name, None, "")
