"""One picture to its Appearance: measured once, stored, compared as often as needed without opening the picture again."""

from typing import Final

from generation.faces import attributes
from generation.faces.appearance import regions, rims
from generation.faces.appearance.levelled import Levelled, Mask
from generation.faces.appearance.values import LEVELS, VERSION, Appearance
from generation.faces.attributes import Attributes
from generation.faces.geometry import Source, eye_distance
from generation.faces.quality.posture import yaw
from generation.faces.values import Box, Face, Picture, checked

CLIPPED: Final = 0.02  # share of the cheeks that is plain white: the only light that was seen to raise false alarms
TURNED: Final = 25.0  # degrees of yaw


def appearance_of(picture: Picture, face: Face) -> Appearance:
    """The appearance of one face in a picture uint8 H x W x 3. What cannot be told has a doubt, not an error.

    Raises ValueError for anything but a picture, FaceError weights_missing or weights_changed.
    """
    return described(checked(picture), face, attributes.read(picture, face))


def described(picture: Source, face: Face, told: Attributes) -> Appearance:
    """The same, with what the heads read of it."""
    apart = eye_distance(face)
    levels = {level: Levelled.of(picture, face, level) for level in LEVELS if apart >= level}
    doubts = _doubts(picture, face, levels)
    numbers = {level: _numbers(levelled, levels[max(levels)].person) for level, levelled in levels.items()}
    return Appearance(VERSION, apart, numbers, told.values, told.version, doubts)


def _numbers(face: Levelled, person: Mask) -> dict[str, float]:
    steps = {f"rims.{name}": value for name, value in rims.measure(face)._asdict().items()}
    return {**steps, **regions.measure(face, person)}


def _doubts(picture: Source, face: Face, levels: dict[int, Levelled]) -> dict[str, str]:
    if reason := _doubt(picture, face, levels):
        return {"all": reason}
    if levels[min(levels)].monochrome:
        return {"hair_colour": "a picture is black and white"}
    return {}


def _doubt(picture: Source, face: Face, levels: dict[int, Levelled]) -> str:
    """Why the picture says nothing at all; empty when it does."""
    if not levels:
        return f"a face has fewer than {min(LEVELS)} pixels between the outer corners of the eyes"
    if abs(yaw(face)) > TURNED:
        return "a head is turned too far"
    if not _inside(face.box, picture):
        return "a face is cut off at the edge of its picture"
    if levels[min(levels)].clipped_share > CLIPPED:
        return "a face is over-exposed"
    return ""


def _inside(box: Box, picture: Source) -> bool:
    height, width = picture.shape[:2]
    return box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= height
