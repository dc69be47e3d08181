"""What changed between two appearances, kind by kind, from stored numbers. Hints for a person to confirm, never a verdict.

A learned value counts where it earned it (docs/attributes.md). Where it has not, a measured rule stands in its place: for glasses
(docs/decisions/0002-faces.md) and for the length of hair (docs/drift.md). A kind with neither is shown and decides nothing.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from generation.faces import attributes
from generation.faces.appearance import rims
from generation.faces.appearance.rims import Rims
from generation.faces.appearance.values import KINDS, Appearance, Change, Numbers

# Standard deviation (1.4826 x MAD) of the log differences between two unlabelled real pictures of one person, by level;
# temples, edges and residual partly from the picture pack.
SIGMA: Final[dict[int, Rims]] = {
    44: Rims(bridge=0.44, residual=0.44, under_eye=0.32, temple=0.42, edge=0.48),
    28: Rims(bridge=0.62, residual=0.55, under_eye=0.53, temple=0.44, edge=0.30),
}
# The same of the shares of person beside face and neck, on 247 real pairs of docs/evaluation/pairs.csv; the two levels agree.
BESIDE: Final = {"beside_eyes.person": 0.044, "beside_jaw.person": 0.066, "beside_neck.person": 0.159}
READ_BY: Final = {  # the learned values that tell a kind; of two, the one that moved more
    "glasses": ("glasses",),
    "facial_hair": ("beard", "moustache"),
    "hair_colour": ("grey_hair",),
    "hair_length": ("hair_length",),
    "baldness": ("baldness",),
}
FARTHEST: Final = 8.0  # spreads: beyond it more says nothing more
NOT_SHOWN: Final = "Cannot tell: a picture does not show it."
SPREAD_OF_MEAN: Final = 1.58  # brings the mean of five correlated z back to unit variance


def changes(before: Appearance, after: Appearance) -> tuple[Change, ...]:
    """Every kind in the order of KINDS. Raises ValueError for appearances of different versions: their numbers differ."""
    for one, other in ((before.version, after.version), (before.attributes_version, after.attributes_version)):
        if one != other:
            raise ValueError(f"Appearances of {one} and {other} cannot be compared: measure both again.")
    return tuple(_change(kind, before, after) for kind in KINDS)


def _change(kind: str, before: Appearance, after: Appearance) -> Change:
    learned = all(attributes.model().heads[name].counts for name in READ_BY[kind])
    rule = None if learned else RULES.get(kind)
    counts = learned or rule is not None
    if doubt := before.doubt(kind) or after.doubt(kind):
        return Change(kind, None, counts=counts, reason=f"Cannot tell: {doubt}.")
    difference = rule(before, after) if rule else _learned(kind, before, after)
    return Change(kind, difference, counts=counts, reason="" if difference is not None else NOT_SHOWN)


def _learned(kind: str, before: Appearance, after: Appearance) -> float | None:
    steps = (_step(name, before, after) for name in READ_BY[kind])
    return max((step for step in steps if step is not None), key=abs, default=None)


def _step(name: str, before: Appearance, after: Appearance) -> float | None:
    """The step of one learned value, in spreads of unchanged pairs; None when a picture does not tell it."""
    if name not in before.attributes or name not in after.attributes:
        return None
    step = (after.attributes[name] - before.attributes[name]) / attributes.model().heads[name].spread
    return float(np.clip(step, -FARTHEST, FARTHEST))


def _glasses(before: Appearance, after: Appearance) -> float:
    """Signed; 2.2 is clear (13 of 20 real changes, 5 % false alarms), 1.7 is worth a look."""
    level = max(set(before.levels) & set(after.levels))
    steps = _rims(after.levels[level]) - _rims(before.levels[level])
    scores = (steps / np.array(SIGMA[level])).clip(-FARTHEST, FARTHEST)
    strength = (SPREAD_OF_MEAN * abs(float(scores.mean())) + abs(float(scores[0]))) / 2
    return float(np.copysign(strength, scores.mean()))


def _hair_length(before: Appearance, after: Appearance) -> float | None:
    """Signed mean over the strips that both show; 4.0 finds painted long hair and 4 of 236 unchanged real pairs."""
    level = max(set(before.levels) & set(after.levels))
    one, other = before.levels[level], after.levels[level]
    steps = [(other[name] - one[name]) / spread for name, spread in BESIDE.items() if name in one and name in other]
    return float(np.clip(steps, -FARTHEST, FARTHEST).mean()) if steps else None


def _rims(numbers: Numbers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.log(np.array([numbers[f"rims.{name}"] for name in Rims._fields], np.float64) + rims.FLOOR)


RULES: Final[dict[str, Callable[[Appearance, Appearance], float | None]]] = {
    "glasses": _glasses,
    "hair_length": _hair_length,
}
