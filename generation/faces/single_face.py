"""The one person of a picture, or the reason why there is none."""

from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from generation.faces.detector import survey
from generation.faces.errors import SENTENCES, FaceError
from generation.faces.geometry import Pyramid, Source, eye_distance
from generation.faces.glance import SECOND
from generation.faces.landmarker import extent, finished, meshed
from generation.faces.turned_heads import is_head
from generation.faces.values import Box, Detection, Face, Picture, checked

PRESENT: Final = 8.0  # logit; real faces had +16 to +32, walls, noise and torsos -12 to +1 (some 180 pictures)
SURE: Final = 14.0  # logit: of some 700 places real faces had 14 and more, a house front beside somebody 8.5
SMALLEST: Final = 18.0  # pixels between the outer eye corners: the lowest level at which anything was measured
MOST: Final = 6  # detections that are looked at: enough to know that there are several
DOUBTS: Final = 4  # doubtful places that are asked about, the best ones: hardly a picture has more


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in one picture: faces, largest first, and where heads are that are turned away."""

    faces: tuple[Face, ...]
    turned: tuple[Box, ...]
    lying: bool = False  # nobody is seen, and somebody would be if the picture were turned

    @property
    def main(self) -> Face:
        """The first face, unless it is not alone or too small; raises FaceError."""
        if not self.faces:
            raise FaceError("no_face", SENTENCES["lying" if self.lying else "no_face"])
        main = self.faces[0]
        if any(other.height >= SECOND * main.box.height for other in self.others):
            raise FaceError("several_faces", SENTENCES["several_faces"])
        if eye_distance(main) < SMALLEST:
            raise FaceError("face_too_small", SENTENCES["face_too_small"])
        return main

    @property
    def others(self) -> tuple[Box, ...]:
        """Where everybody but the main person is."""
        return (*(face.box for face in self.faces[1:]), *self.turned)


def people(picture: Source) -> People:
    """Everybody in the picture; turned heads are looked for beside a face only.

    Raises ValueError and, where a place is doubtful, FaceError weights_missing or weights_changed.
    """
    levels = Pyramid.of(picture)
    faces, doubts = _seen(levels)
    return People(tuple(faces), _turned(levels, faces, doubts), lying=not faces and _lies(levels.picture, doubts))


def _lies(picture: Picture, doubts: list[Detection]) -> bool:
    """Whether somebody is seen, whole, after a quarter, a half or three quarters of a turn: some programs drop what the camera
    wrote. What looks like a face and reaches over the edge is half a face of the picture as it is, and what the detector is
    less sure of than of the picture as it is, a drawing (of 70 turned photographs that showed nobody, none)."""
    surest = max((doubt.score for doubt in doubts), default=0.0)
    turned = (np.ascontiguousarray(np.rot90(picture, turns)) for turns in (1, 3, 2))
    return any(face.score > surest and _inside(face.box, each) for each in turned for face in _seen(Pyramid(each))[0])


def _inside(box: Box, picture: Picture) -> bool:
    height, width = picture.shape[:2]
    return box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= height


def faces(picture: Picture) -> tuple[Face, ...]:
    """Every face that is seen from the front, largest first, the same one only once. Raises ValueError."""
    return tuple(_seen(Pyramid.of(checked(picture)))[0])


def _seen(picture: Pyramid) -> tuple[list[Face], list[Detection]]:
    """Faces, largest first, and the places in doubt, best first: detections that the mesh denies, and weak ones."""
    found, weak = survey(picture)
    places = [(detection, *meshed(picture, detection)) for detection in found[:MOST]]
    surest = max((presence for *_, presence in places), default=0.0)
    faces: list[Face] = []
    denied: list[Detection] = []
    for detection, mesh, presence in places:
        if presence <= PRESENT or not _believed(picture, detection, presence, surest):
            denied.append(detection)
        elif not any(other.box.contains(extent(mesh).centre) for other in faces):
            faces.append(finished(picture, detection, mesh, presence))
    faces.sort(key=lambda each: -each.box.area)
    return faces, [*sorted(denied, key=lambda each: -each.score), *weak]


def _believed(picture: Source, place: Detection, presence: float, surest: float) -> bool:
    """Beside a surer face, one that the mesh half believes in has to be a head to the second network too: a wall made two
    people of one. Nobody's only face is asked about."""
    return presence >= min(surest, SURE) or is_head(picture, place)


def subject(picture: Picture) -> Face:
    """The one person of the picture; raises FaceError no_face, several_faces or face_too_small, and ValueError."""
    return people(checked(picture)).main


def _turned(picture: Source, faces: list[Face], places: list[Detection]) -> tuple[Box, ...]:
    """The places beside the faces, large enough to matter, that a second network calls heads."""
    if not faces:
        return ()
    enough = SECOND * faces[0].box.height
    large = (place for place in places if place.box.height >= enough)
    beside = (place for place in large if not any(_same(place, face) for face in faces))
    return tuple(place.box for place in islice(beside, DOUBTS) if is_head(picture, place))


def _same(place: Detection, face: Face) -> bool:
    return face.box.contains(place.box.centre) or place.box.contains(face.box.centre)
