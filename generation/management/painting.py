"""Changes painted on people who teach, so that the attribute heads may also see what few labelled pictures show: full beards of
today in colour, on light and dark skin, and long hair. Whoever judges is never painted on here. The shipped heads were made
without: what it gave is in docs/attributes.md."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from generation import hair_painting
from generation.faces import Box, Face
from generation.faces.attributes.features import HEAD
from generation.faces.attributes.labels import Labelled
from generation.faces.attributes.reading import monochrome
from generation.faces.geometry import eye_distance
from generation.pictures import Picture

LARGEST_EYES: Final = 130.0  # pixels between the outer corners: finer strands do not reach the crops
STREAM: Final = 1  # of a line's seed, beside the one of its damages


@dataclass(frozen=True, slots=True)
class Painting:
    """A painted change: on whom it may be painted, by their labels, and what is seen afterwards."""

    apply: Callable[[Picture, Face], Picture]
    before: Mapping[str, float]
    after: Mapping[str, float]

    def fits(self, labels: Mapping[str, float]) -> bool:
        """Nobody gets a second beard, and what the reader doubted is not painted over."""
        return all(labels.get(name) == answer for name, answer in self.before.items())


PAINTINGS: Final = {
    "full_beard": Painting(hair_painting.full_beard, {"beard": 0, "moustache": 0}, {"beard": 1, "moustache": 1}),
    # A bald head has no hair to take the colour from.
    "long_hair": Painting(hair_painting.long_hair, {"hair_length": 0, "baldness": 0}, {"hair_length": 2}),
}


def painted(
    picture: Picture, face: Face, labelled: Labelled, names: Collection[str]
) -> tuple[Picture, Face, Labelled] | None:
    """The picture with one change of `names`, the face in it and its new labels; None where nothing is painted.

    Which change is drawn from the line's seed. Black and white has real beards enough and is left alone.
    """
    fitting = [PAINTINGS[name] for name in sorted(names) if PAINTINGS[name].fits(labelled.labels)]
    if labelled.source.held or not fitting or monochrome(HEAD.cut(picture, face)):
        return None
    drawn = np.random.default_rng([labelled.source.seed, STREAM]).integers(len(fitting))
    chosen = fitting[int(drawn)]
    small, near = _smaller(picture, face)
    return chosen.apply(small, near), near, replace(labelled, labels={**labelled.labels, **chosen.after})


def _smaller(picture: Picture, face: Face) -> tuple[Picture, Face]:
    factor = min(LARGEST_EYES / eye_distance(face), 1.0)
    size = (round(picture.shape[1] * factor), round(picture.shape[0] * factor))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    mesh = np.asarray(face.mesh * np.float32(factor), np.float32)
    return small, replace(face, mesh=mesh, box=Box(*(edge * factor for edge in face.box)))
