"""How well the heads tell what a reader saw: areas over people that a head was not trained on, and what is normal between
two pictures of one person that show no such change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from generation.faces.attributes.heads import Row
from generation.faces.attributes.training import Example, fit, folds, value

FOLDS: Final = 5
MAD_TO_DEVIATION: Final = 1.4826

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
    """1.4826 times the median absolute deviation of unchanged pairs' differences from their median, and how many there are."""
    differences = np.array(list(_unchanged(name, found, shown)))
    if not differences.size:
        return float("nan"), 0
    return float(MAD_TO_DEVIATION * np.median(np.abs(differences - np.median(differences)))), differences.size


def _unchanged(name: str, found: Values, shown: Iterable[Example]) -> Iterator[float]:
    """Both ways round, so that the order of the two pictures does not matter."""
    of: dict[str, list[Example]] = defaultdict(list)
    for each in shown:
        if each.intact and each.picture in found:
            of[each.person].append(each)
    for mine in of.values():
        for one, other in combinations(mine, 2):
            if one.labels[name] == other.labels[name]:
                difference = found[other.picture] - found[one.picture]
                yield from (difference, -difference)
