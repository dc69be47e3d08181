"""What changed between two appearances, kind by kind, from stored numbers. Hints for a person to confirm, never a verdict.

Glasses are read by the rule that was measured on real pairs (docs/decisions/0002-faces.md, docs/drift.md).
"""

from typing import Final

import numpy as np

from generation.faces.appearance import rims
from generation.faces.appearance.rims import Rims
from generation.faces.appearance.values import KINDS, Appearance, Change, Numbers

# Standard deviation (1.4826 x MAD) of the log differences between two unlabelled real pictures of one person, by level;
# temples, edges and residual partly from the picture pack.
SIGMA: Final[dict[int, Rims]] = {
    44: Rims(bridge=0.44, residual=0.44, under_eye=0.32, temple=0.42, edge=0.48),
    28: Rims(bridge=0.62, residual=0.55, under_eye=0.53, temple=0.44, edge=0.30),
}
SPREAD_OF_MEAN: Final = 1.58  # brings the mean of five correlated z back to unit variance


def changes(before: Appearance, after: Appearance) -> tuple[Change, ...]:
    """Every kind in the order of KINDS. Raises ValueError for appearances of different versions: their numbers differ."""
    if before.version != after.version:
        raise ValueError(f"Appearances of {before.version} and {after.version} cannot be compared: measure both again.")
    return tuple(_change(kind, before, after) for kind in KINDS)


def _change(kind: str, before: Appearance, after: Appearance) -> Change:
    if doubt := before.doubt(kind) or after.doubt(kind):
        return Change(kind, None, counts=kind == "glasses", reason=f"Cannot tell: {doubt}.")
    if kind == "glasses":
        return Change(kind, _glasses(before, after), counts=True, reason="")
    return Change(kind, None, counts=False, reason="Cannot tell: it is not measured here.")


def _glasses(before: Appearance, after: Appearance) -> float:
    """Signed; 2.2 is clear (13 of 20 real changes, 5 % false alarms), 1.7 is worth a look."""
    level = max(set(before.levels) & set(after.levels))
    steps = _rims(after.levels[level]) - _rims(before.levels[level])
    scores = (steps / np.array(SIGMA[level])).clip(-8, 8)
    strength = (SPREAD_OF_MEAN * abs(float(scores.mean())) + abs(float(scores[0]))) / 2
    return float(np.copysign(strength, scores.mean()))


def _rims(numbers: Numbers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.log(np.array([numbers[f"rims.{name}"] for name in Rims._fields], np.float64) + rims.FLOOR)
