"""Fitting the two linear models of texture: made by hand or photographed, and painted or drawn.

A picture teaches as it is and with damaged copies; a photograph once more under one filter. Nothing here reads a file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation.faces import logistic
from generation.faces.labelling import LabelsError
from generation.faces.photographs.filters import FILTERS, filtered
from generation.faces.photographs.labels import HANDMADE, Kind, Labelled
from generation.faces.photographs.nuisances import damaged
from generation.faces.quality.photograph import Models
from generation.faces.quality.scene import CLOSE, Scene
from generation.faces.quality.texture import SIDE, numbers_of, resized
from generation.faces.values import Floats, Picture

Doubles = NDArray[np.float64]

COPIES: Final = 2  # damaged ones of each picture
COPIES_OF_HANDMADE: Final = 3  # there are fewer of them
SMALLEST: Final = 110  # pixels: a smaller square is not filtered, for the filter's own texture would not show
HISTORIC: Final = 0.65  # of the weight of all that is made by hand lies on real paintings and drawings, not on filters
RIDGE_HANDMADE: Final = 4e-3
RIDGE_PAINTED: Final = 1e-2


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One look at a picture: `filter` names what a photograph was put through, `intact` is before any damage."""

    person: str
    picture: str
    kind: Kind
    filter: str
    intact: bool
    numbers: Floats

    @property
    def handmade(self) -> bool:
        return bool(self.filter) or self.kind in HANDMADE

    @property
    def painted(self) -> bool | None:
        """Or drawn; None where nobody knows or where it is neither."""
        if self.filter:
            return FILTERS[self.filter].painted
        return {"painting": True, "drawing": False}.get(self.kind)


def square_of(scene: Scene) -> Picture:
    """The face as its texture is measured."""
    square = scene.close_up(CLOSE)
    return square if square.shape[0] <= SIDE else resized(square, SIDE)


def examples(square: Picture, labelled: Labelled) -> Iterator[Example]:
    """The intact look, damaged copies, and for a photograph a filter and its damaged copy; the same ones in every run."""
    source, random = labelled.source, np.random.default_rng(labelled.source.seed)

    def look(seen: Picture, name: str = "", *, intact: bool) -> Example:
        return Example(source.person, source.name, labelled.kind, name, intact, numbers_of(seen))

    yield look(square, intact=True)
    for _ in range(COPIES_OF_HANDMADE if labelled.kind in HANDMADE else COPIES):
        yield look(damaged(square, random), intact=False)
    if labelled.kind == "photograph" and square.shape[0] >= SMALLEST:
        name = str(random.choice(list(FILTERS)))
        random.integers(2)  # the shipped model was trained with one more draw here
        made = filtered(square, name, random)
        yield look(made, name, intact=True)
        yield look(damaged(made, random), name, intact=False)


def fit(shown: Sequence[Example]) -> Models:
    """Both models from all examples. Raises LabelsError when one of them has nothing to tell apart."""
    told = [each for each in shown if each.painted is not None]
    handmade = np.array([each.handmade for each in shown], bool)
    painted = np.array([bool(each.painted) for each in told], bool)
    if not (_both(handmade) and _both(painted)):
        raise LabelsError("There are too few pictures: photographs, paintings and drawings are needed to teach.")
    return Models(
        logistic.fitted(_numbers(shown), handmade, _weights(shown, handmade), RIDGE_HANDMADE),
        logistic.fitted(_numbers(told), painted, _weights_of_kinds(told, painted), RIDGE_PAINTED),
    )


def _both(answers: NDArray[np.bool_]) -> bool:
    return bool(answers.any() and not answers.all())


def _numbers(shown: Sequence[Example]) -> Floats:
    return np.stack([each.numbers for each in shown])


def _weights(shown: Sequence[Example], handmade: NDArray[np.bool_]) -> Doubles:
    """Made by hand and photographed weigh the same together; among the first, real ones HISTORIC of it."""
    weights = logistic.even(handmade)
    artificial = np.array([bool(each.filter) for each in shown])
    historic = handmade & ~artificial
    if historic.any() and artificial.any():
        weights[historic] = HISTORIC / historic.sum()
        weights[artificial] = (1 - HISTORIC) / artificial.sum()
    return weights


def _weights_of_kinds(told: Sequence[Example], painted: NDArray[np.bool_]) -> Doubles:
    return np.asarray(logistic.even(painted) * [1 if each.filter else 2 for each in told], np.float64)
