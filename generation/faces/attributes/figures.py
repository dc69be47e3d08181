"""How well the heads tell what a reader saw: areas over people that a head was not trained on, and what is normal between
two pictures of one person that show no such change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from generation.faces.attributes.heads import Row
from generation.faces.attributes.training import Example, fit, value
from generation.faces.labelling import folds

FOLDS: Final = 5
QUANTILE: Final = 0.95
TWO_SIDED: Final = 1.96  # standard deviations that hold 95 % of a normal distribution

Values = Mapping[str, float]  # by picture


def out_of_fold(name: str, shown: Sequence[Example]) -> Values:
    """Values of the intact pictures, each from a head that saw nobody of its fold."""
    fold_of = folds((each.person for each in shown), count=FOLDS)
    found: dict[str, float] = {}
    for fold in range(FOLDS):
        row = fit(name, [each for each in shown if fold_of[each.person] != fold])
        found |= values(name, row, (each for each in shown if fold_of[each.person] == fold))
    return found


def values(name: str, row: Row, shown: Iterable[Example]) -> Values:
    """Values of the intact pictures that have a label of this name."""
    return {each.picture: value(row, name, each) for each in shown if each.intact and name in each.labels}


def area(name: str, found: Values, shown: Iterable[Example]) -> float | None:
    """Chance that a picture with the thing lies higher than one without, ties half; None without both kinds."""
    labels = {each.picture: each.labels[name] for each in shown if each.picture in found and each.intact}
    present = np.array([found[key] for key, label in labels.items() if label > 0])
    absent = np.array([found[key] for key, label in labels.items() if label == 0])
    if not present.size or not absent.size:
        return None
    higher, same = present[:, None] > absent, present[:, None] == absent
    return float((higher + same / 2).mean())


def spread(name: str, found: Values, shown: Iterable[Example]) -> tuple[float, int]:
    """The step of which about twice (1.96 times) is passed by one unchanged pair in twenty, and how many pairs there are.

    Not the median absolute deviation: most pairs lie close together, for many come from one sitting, and a few lie far out.
    """
    steps = np.array(list(_unchanged(name, found, shown)))
    return (float(np.quantile(steps, QUANTILE) / TWO_SIDED), steps.size) if steps.size else (float("nan"), 0)


def _unchanged(name: str, found: Values, shown: Iterable[Example]) -> Iterator[float]:
    """How far the values of two pictures of one person lie apart where the reader saw no difference."""
    of: dict[str, list[Example]] = defaultdict(list)
    for each in shown:
        if each.intact and each.picture in found:
            of[each.person].append(each)
    for mine in of.values():
        for one, other in combinations(mine, 2):
            if one.labels[name] == other.labels[name]:
                yield abs(found[other.picture] - found[one.picture])
