"""The rules over regions of the face that a learned attribute has to beat, from the stored numbers of two appearances.

Each number's difference is brought to spreads: 1.4826 times the median absolute deviation over all pairs of one level,
whatever their labels say. That fits the rules to the very pairs they are judged on, so they are hard to beat, not easy.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from generation.faces import Appearance

HELD: Final = 8.0  # spreads beyond which one number may not carry a rule
SMALLEST: Final = 1e-6
RIMS_FLOOR: Final = 0.3  # steps of lightness below it are noise
FEWEST: Final = 8  # pairs of one level for spreads of its own; below, those of all levels
SKIN_LAB: Final = (61.3, 9.3, 14.1)  # CIELAB of the colour that levelled cheeks are brought to

Differences = Mapping[str, float]  # signed, of one pair, by name of the number
Spreads = Mapping[str, float]


def differences(before: Appearance, after: Appearance) -> tuple[int, Differences] | None:
    """The finest level that both have, and every number's difference there; None when they share no level."""
    shared = set(before.levels) & set(after.levels)
    if not shared:
        return None
    level = max(shared)
    one, other = (_numbers(each.levels[level]) for each in (before, after))
    return level, {name: other[name] - one[name] for name in one if name in other}


def spreads(pairs: Sequence[tuple[int, Differences]]) -> dict[int, Spreads]:
    """By level, the spread of every number over the pairs."""
    everything = deviations(each for _, each in pairs)
    found: dict[int, Spreads] = {}
    for level in {level for level, _ in pairs}:
        here = [each for at, each in pairs if at == level]
        found[level] = everything if len(here) < FEWEST else {**everything, **deviations(here)}
    return found


def glasses(z: Differences) -> float | None:
    """The mean of all five steps and the bridge alone, half each (gmix)."""
    found = [value for name, value in z.items() if name.startswith("rims.")]
    return (1.58 * abs(float(np.mean(found))) + abs(z["rims.bridge"])) / 2 if found else None


def facial_hair(z: Differences) -> float | None:
    """Darker, less coloured and rougher skin over lip, chin and jaw than before, or lighter and smoother: one direction."""
    signs = {"L": -1, "a": -1, "b": -1, "texture": 1}
    found = [
        signs[name.partition(".")[2]] * value
        for name, value in z.items()
        if name.startswith(("upper_lip.", "chin.", "jaw_"))
    ]
    return 2 * abs(float(np.mean(found))) if found else None


def hair_colour(z: Differences) -> float | None:
    """Any change of colour of crown and sides."""
    return _root_mean_square(z, "crown.", "sides.")


def greyer(z: Differences) -> float | None:
    """Lighter with less colour, or the reverse."""
    found = [
        z[f"{part}.L"] - z[f"{part}.a"] - z[f"{part}.b"]
        for part in ("crown", "sides")
        if all(f"{part}.{name}" in z for name in "Lab")
    ]
    return abs(float(np.mean(found))) if found else None


def hair_length(z: Differences) -> float | None:
    """How much person there is beside face and neck."""
    return _root_mean_square(z, "beside_")


def baldness(z: Differences) -> float | None:
    """How far the colour above the brows lies from the skin's."""
    return abs(z["bare_crown"]) if "bare_crown" in z else None


RULES: Final[Mapping[str, Callable[[Differences], float | None]]] = {
    "glasses": glasses,
    "facial_hair": facial_hair,
    "hair_colour": hair_colour,
    "hair_length": hair_length,
    "baldness": baldness,
}


def in_spreads(found: Differences, of: Spreads) -> Differences:
    return {name: float(np.clip(value / of[name], -HELD, HELD)) for name, value in found.items() if name in of}


def _root_mean_square(z: Differences, *prefixes: str) -> float | None:
    found = [value for name, value in z.items() if name.startswith(prefixes)]
    return float(np.sqrt(np.mean(np.square(found)))) if found else None


def deviations(pairs: Iterable[Differences]) -> Spreads:
    """1.4826 times the median absolute deviation of every number."""
    columns: dict[str, list[float]] = {}
    for each in pairs:
        for name, value in each.items():
            columns.setdefault(name, []).append(value)
    return {
        name: max(1.4826 * float(np.median(np.abs(np.array(values) - np.median(values)))), SMALLEST)
        for name, values in columns.items()
    }


def _numbers(numbers: Mapping[str, float]) -> Mapping[str, float]:
    """Steps of rims as logarithms, and how far the colour above the brows lies from the skin's."""
    found = {
        name: math.log(value + RIMS_FLOOR) if name.startswith("rims.") else value for name, value in numbers.items()
    }
    if all(f"crown.{name}" in found for name in "Lab"):
        found["bare_crown"] = math.dist([found[f"crown.{name}"] for name in "Lab"], SKIN_LAB)
    return found
