"""What one photograph teaches of mouths and eyes: as it is, damaged, and with covers and lids drawn on it; and the two models.

After each drawing the face is found anew, as it would be in a picture that somebody sends.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np

from generation.faces import logistic
from generation.faces.covers import hands, lids, things
from generation.faces.covers.real_hands import Hand, laid_before
from generation.faces.geometry import eye_distance
from generation.faces.labelling import LabelsError
from generation.faces.photographs.labels import Labelled
from generation.faces.photographs.nuisances import damaged
from generation.faces.quality import seen
from generation.faces.quality.eyes import SMALLEST, gap
from generation.faces.quality.linear import Linear
from generation.faces.quality.seen import Models
from generation.faces.single_face import faces
from generation.faces.skin_tone import individual_typology_angle
from generation.faces.values import Face, Floats, Picture

Part = Literal["mouth", "eye"]
Random = np.random.Generator
Drawing = Callable[[Picture, Face, Random], Picture]
HANDS: Final[dict[str, Drawing]] = {
    "fingers from below": hands.from_below,
    "fingers from a side": hands.from_a_side,
    "slanting fingers": hands.slanting,
    "two fingers": hands.two_fingers,
    "fist": hands.fist,
    "palm": hands.palm,
}
THINGS: Final[dict[str, Drawing]] = {
    "mask": things.mask,
    "microphone": things.microphone,
    "telephone": things.telephone,
    "cup": things.cup,
    "scarf": things.scarf,
}
LIDS: Final[dict[str, Drawing]] = {
    "lids drawn down": lids.drawn_down,
    "lids with shadow": lids.shaded,
    "lids filled in": lids.filled,
    "lids without lashes": lids.bare,
    "lids laid over": lids.laid_over,
}
COVERS: Final = {**HANDS, **THINGS}
DRAWINGS: Final[dict[Part, dict[str, Drawing]]] = {"mouth": COVERS, "eye": LIDS}
OF_EACH: Final[dict[Part, int]] = {"mouth": 2, "eye": 1}  # drawings of a photograph, of different kinds
COPIES: Final = 1  # damaged ones
HEAD: Final = 0.4  # face heights around the face that are looked at: so large a face is found at the first look
TALLEST: Final = 480  # pixels of such a crop
RIDGE: Final = 2e-3


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """Numbers of a mouth or of one eye; `drawing` is empty where nothing is before it, `intact` is before any damage."""

    person: str
    part: Part
    drawing: str
    intact: bool
    numbers: Floats
    gap: float  # between the lids, over the eye's width; 1 of a mouth
    angle: float | None  # of the skin's tone; None without colour


@dataclass(frozen=True, slots=True)
class Sitter:
    """Whose head it is: the crop, the random numbers of its line, the tone of the skin."""

    person: str
    head: Picture
    random: Random
    angle: float | None

    def looks(self, picture: Picture, part: Part, drawing: str, *, intact: bool) -> Iterator[Example]:
        for numbers, opening in numbers_of(picture, part):
            yield Example(self.person, part, drawing, intact, numbers, opening, self.angle)


def examples(picture: Picture, face: Face, labelled: Labelled, real: Sequence[Hand] = ()) -> Iterator[Example]:
    """The same ones in every run; none of a face that is too small to tell. `real` hands only judge."""
    if eye_distance(face) < SMALLEST:
        return
    random = np.random.default_rng([labelled.source.seed, 2])
    angle = individual_typology_angle(picture, face)
    sitter = Sitter(labelled.source.person, _head(picture, face), random, angle)
    yield from _free(sitter)
    yield from _drawn(sitter, real)


def fit(shown: Sequence[Example]) -> Models:
    """By drawn covers alone. Raises LabelsError where one of the parts has nothing to tell apart."""
    taught = [each for each in shown if each.drawing in DRAWINGS[each.part] or not each.drawing]
    mouths, eyes = ([each for each in taught if each.part == part] for part in ("mouth", "eye"))
    return Models(_fitted(mouths), _fitted(eyes))


def numbers_of(picture: Picture, part: Part) -> tuple[tuple[Floats, float], ...]:
    """One row of a mouth, two of the eyes with their gaps; none where no face of enough pixels is found."""
    face = next(iter(faces(picture)), None)
    if face is None or eye_distance(face) < SMALLEST:
        return ()
    if part == "mouth":
        return ((seen.mouth_numbers(picture, face), 1.0),)
    return tuple(zip(seen.eye_numbers(picture, face), map(gap, face.irises), strict=True))


def _free(sitter: Sitter) -> Iterator[Example]:
    copies = (damaged(sitter.head, sitter.random) for _ in range(COPIES))
    for number, picture in enumerate((sitter.head, *copies)):
        for part in DRAWINGS:
            yield from sitter.looks(picture, part, "", intact=number == 0)


def _drawn(sitter: Sitter, real: Sequence[Hand]) -> Iterator[Example]:
    face = next(iter(faces(sitter.head)), None)
    if face is None:
        return
    for part, kinds in DRAWINGS.items():
        for name in sitter.random.permutation(list(kinds))[: OF_EACH[part]]:
            yield from _both(sitter, kinds[str(name)](sitter.head, face, sitter.random), part, str(name))
    for hand in real:
        yield from _both(sitter, laid_before(sitter.head, face, hand, sitter.random), "mouth", f"hand: {hand.name}")


def _both(sitter: Sitter, made: Picture, part: Part, name: str) -> Iterator[Example]:
    """As it was made, and damaged."""
    yield from sitter.looks(made, part, name, intact=True)
    yield from sitter.looks(damaged(made, sitter.random), part, name, intact=False)


def _head(picture: Picture, face: Face) -> Picture:
    """A crop around the head, so that a large picture takes no longer than a small one."""
    around, box = HEAD * face.box.height, face.box
    rows = slice(max(round(box.top - around), 0), round(box.bottom + around))
    columns = slice(max(round(box.left - around), 0), round(box.right + around))
    cut = np.ascontiguousarray(picture[rows, columns])
    factor = min(TALLEST / max(cut.shape[0], 1), 1.0)
    return (
        np.asarray(cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
        if factor < 1
        else cut
    )


def _fitted(shown: Sequence[Example]) -> Linear:
    free = np.array([not each.drawing for each in shown], bool)
    if not len(shown) or free.all() or not free.any():
        raise LabelsError(
            "There are too few pictures: faces of 60 pixels and more between the eyes are needed to teach."
        )
    return logistic.fitted(np.stack([each.numbers for each in shown]), free, logistic.even(free), RIDGE)
