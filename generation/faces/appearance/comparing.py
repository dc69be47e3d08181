"""What changed between two appearances, kind by kind, from stored numbers. Hints for a person to confirm, never a verdict.

A learned value counts where it earned it (docs/attributes.md). Until then glasses are read by the rule that was measured on
real pairs (docs/decisions/0002-faces.md), and the other kinds are shown and decide nothing.
"""

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
READ_BY: Final = {  # the learned values that tell a kind; of two, the one that moved more
    "glasses": ("glasses",),
    "facial_hair": ("beard", "moustache"),
    "hair_colour": ("grey_hair",),
    "hair_length": ("hair_length",),
    "baldness": ("baldness",),
}
FARTHEST: Final = 8.0  # spreads: beyond it more says nothing more
SPREAD_OF_MEAN: Final = 1.58  # brings the mean of five correlated z back to unit variance


def changes(before: Appearance, after: Appearance) -> tuple[Change, ...]:
    """Every kind in the order of KINDS. Raises ValueError for appearances of different versions: their numbers differ."""
    for one, other in ((before.version, after.version), (before.attributes_version, after.attributes_version)):
        if one != other:
            raise ValueError(f"Appearances of {one} and {other} cannot be compared: measure both again.")
    return tuple(_change(kind, before, after) for kind in KINDS)


def _change(kind: str, before: Appearance, after: Appearance) -> Change:
    heads = attributes.model().heads
    names = [name for name in READ_BY[kind] if heads[name].counts] or READ_BY[kind]
    learned = all(heads[name].counts for name in names)
    if doubt := before.doubt(kind) or after.doubt(kind):
        return Change(kind, None, counts=learned or kind == "glasses", reason=f"Cannot tell: {doubt}.")
    if kind == "glasses" and not learned:
        return Change(kind, _glasses(before, after), counts=True, reason="")
    steps = [step for name in names if (step := _step(name, before, after)) is not None]
    if not steps:
        return Change(kind, None, counts=learned, reason="Cannot tell: a picture does not show it.")
    return Change(kind, max(steps, key=abs), counts=learned, reason="")


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


def _rims(numbers: Numbers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.log(np.array([numbers[f"rims.{name}"] for name in Rims._fields], np.float64) + rims.FLOOR)
