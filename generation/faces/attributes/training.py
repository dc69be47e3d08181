"""Fitting the heads: one weighted ridge regression each, on cells of the frozen maps where the thing itself is seen.

A picture teaches with its intact crops and with damaged copies. Nothing here reads a file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation.faces.attributes.features import crops, vector
from generation.faces.attributes.heads import Row
from generation.faces.attributes.labels import Labelled
from generation.faces.attributes.nuisances import Nuisance, damaged
from generation.faces.attributes.places import PLACES
from generation.faces.attributes.reading import told_of
from generation.faces.values import Face, Floats, Picture

Doubles = NDArray[np.float64]

COPIES: Final = 3  # damaged ones of each picture
QUIET: Final = (
    0.3  # of the median deviation, added to every feature's own, so that a nearly constant one is not blown up
)
PAINTED_STREAM: Final = 2  # of a line's seed
PAINTED: Final = 0.25  # of a real look: paint is no beard, and these would outnumber the real ones
HEAVIEST: Final = 6.0  # times the lightest: how much more a rare answer may weigh


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One look at a picture: `labels` has only what this look can teach, and `weight` how much it says."""

    person: str
    picture: str
    seen: NDArray[np.float16]
    labels: Mapping[str, float]
    intact: bool
    weight: float = 1.0


def examples(picture: Picture, face: Face, labelled: Labelled) -> Iterator[Example]:
    """The intact look and then its damaged copies, the same ones in every run."""
    cut, taught = _intact(picture, face, labelled)
    yield _example(labelled, cut, taught, intact=True)
    random = np.random.default_rng(labelled.source.seed)
    for _ in range(COPIES):
        copy = damaged(picture, face, random)
        yield _example(labelled, copy.crops, _left(taught, copy), intact=False)


def painted(picture: Picture, face: Face, labelled: Labelled) -> Iterator[Example]:
    """A look at a painted picture with the labels of what is painted, and a damaged copy; neither is ever judged."""
    cut, taught = _intact(picture, face, labelled)
    yield _example(labelled, cut, taught, intact=False, weight=PAINTED)
    copy = damaged(picture, face, np.random.default_rng([labelled.source.seed, PAINTED_STREAM]))
    yield _example(labelled, copy.crops, _left(taught, copy), intact=False, weight=PAINTED)


def fit(name: str, shown: Sequence[Example]) -> Row:
    """The head of one name from all examples that have its label."""
    taught = [each for each in shown if name in each.labels]
    mask = PLACES[name].mask()
    features = np.stack([each.seen[mask] for each in taught]).astype(np.float32)
    answers = np.array([each.labels[name] for each in taught], np.float64)
    middle, width = _scale(features)
    features = (features - middle) / width
    weights = _weights(answers, np.array([each.weight for each in taught], np.float64))
    bias = float(np.average(answers, weights=weights))
    kernel = (features @ features.T).astype(np.float64) / features.shape[1]
    shares = np.linalg.solve(kernel + PLACES[name].ridge * np.diag(1 / weights), answers - bias)
    slope = (features.T @ shares.astype(np.float32)) / (features.shape[1] * width)
    slope = slope.astype(np.float16).astype(np.float32)  # as it is stored, so that the bias makes up for the rounding
    return Row(slope, bias - float(middle @ slope))


def value(row: Row, name: str, example: Example) -> float:
    return float(example.seen[PLACES[name].mask()].astype(np.float32) @ row.weight) + row.bias


def _intact(picture: Picture, face: Face, labelled: Labelled) -> tuple[tuple[Picture, ...], Mapping[str, float]]:
    """The crops, and the labels that they can teach."""
    cut = crops(picture, face)
    told = told_of(picture, face, cut[1])
    return cut, {name: answer for name, answer in labelled.labels.items() if name in told}


def _left(taught: Mapping[str, float], copy: Nuisance) -> Mapping[str, float]:
    return {name: answer for name, answer in taught.items() if not (copy.grey and name == "grey_hair")}


def _example(
    labelled: Labelled, cut: tuple[Picture, ...], taught: Mapping[str, float], *, intact: bool, weight: float = 1.0
) -> Example:
    source = labelled.source
    return Example(source.person, source.name, vector(cut).astype(np.float16), taught, intact, weight)


def _scale(features: Floats) -> tuple[Floats, Floats]:
    deviation = features.std(axis=0)
    return features.mean(axis=0), deviation + QUIET * np.float32(np.median(deviation)) + np.float32(1e-6)


def _weights(answers: Doubles, shares: Doubles) -> Doubles:
    """Pictures with the thing and without it weigh the same together, within limits; a real look without it weighs one."""
    present = answers > 0
    ratio = shares[~present].sum() / max(shares[present].sum(), 1.0)
    return shares * np.where(present, np.clip(ratio, 1 / HEAVIEST, HEAVIEST), 1.0)
