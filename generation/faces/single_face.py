"""The one person of a picture, or the reason why there is none."""

from typing import Final

from generation.faces.detector import detect
from generation.faces.errors import FaceError
from generation.faces.geometry import eye_distance
from generation.faces.landmarker import landmarks
from generation.faces.values import Face, Picture

PRESENT: Final = 8.0  # logit; real faces had +16 to +32, walls, noise and torsos -12 to +1 (some 180 pictures)
SECOND: Final = 0.35  # of the main face's height: smaller ones are people in the background
SMALLEST: Final = 18.0  # pixels between the outer eye corners: the lowest level at which anything was measured
MOST: Final = 6  # detections that are looked at: enough to know that there are several


def faces(picture: Picture) -> tuple[Face, ...]:
    """Every detection that proved to be a face, largest first, the same face only once."""
    found: list[Face] = []
    for detection in detect(picture)[:MOST]:
        face = landmarks(picture, detection)
        if face.presence > PRESENT and not any(other.box.contains(face.box.centre) for other in found):
            found.append(face)
    return tuple(sorted(found, key=lambda each: -each.box.area))


def subject(picture: Picture) -> Face:
    """The one person of the picture; raises FaceError no_face, several_faces or face_too_small, and ValueError."""
    return main_of(faces(picture))


def main_of(found: tuple[Face, ...]) -> Face:
    """The first of the faces found in one picture, unless it is not alone or too small; raises FaceError."""
    if not found:
        raise FaceError(
            "no_face", "No face was found: use a picture that shows your face from the front, in good light."
        )
    main, others = found[0], found[1:]
    if any(other.box.height >= SECOND * main.box.height for other in others):
        raise FaceError("several_faces", "More than one person is in the picture: use one that shows you alone.")
    if eye_distance(main) < SMALLEST:
        raise FaceError("face_too_small", "Your face is too small in the picture: come closer or use a larger file.")
    return main
