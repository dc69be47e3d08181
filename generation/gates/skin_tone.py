"""Has the skin kept its colour? Lightness, hue, and the lightening that the picture's own tone curve does not explain."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Result

COLOURED: Final = 8.0  # chroma below which hue means nothing: then a* and b* themselves are compared
HALF_A_STOP: Final = 0.5
THINNED: Final = 3  # every third pixel of the skin has the same median
NEAR: Final = 1.5  # stops: how fast a bin's weight falls with its distance from the skin's level

Lab = NDArray[np.floating]


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Nothing where no skin is visible: then the texture gate already asks for a closer look."""
    where = pair.skin > 0.5
    if where.sum() < 500:
        return ()
    before, after = (_middle(each, where) for each in (pair.reference, pair.candidate))
    change = float(after[0] - before[0])
    said = "lighter" if change > 0 else "darker"
    lightness = limits.result(
        "skin_tone.lightness",
        abs(change),
        good="Your skin tone is your own.",
        otherwise=f"Your skin was made {said}, by {abs(change):.0f} of 100 steps of lightness.",
    )
    return (lightness, _unexplained(pair, limits), _colour(before, after, limits))


def _middle(subject: Subject, where: NDArray[np.bool_]) -> Lab:
    return np.asarray(np.median(light.lab(subject.frame[where][None, ::THINNED])[0], axis=0))


def _colour(before: Lab, after: Lab, limits: Thresholds) -> Result:
    good, otherwise = "The colour of your skin is your own.", "The colour of your skin was changed."
    if np.hypot(before[1], before[2]) <= COLOURED:
        away = float(np.hypot(after[1] - before[1], after[2] - before[2]))
        return limits.result("skin_tone.tint", away, good=good, otherwise=otherwise)
    turned = np.degrees(np.arctan2(after[2], after[1]) - np.arctan2(before[2], before[1]))
    return limits.result("skin_tone.hue", abs(float((turned + 180) % 360 - 180)), good=good, otherwise=otherwise)


def _unexplained(pair: Pair, limits: Thresholds) -> Result:
    stops = unexplained(pair)
    said = "lighter" if stops > 0 else "darker"
    return limits.result(
        "skin_tone.unexplained",
        abs(stops),
        good="Your skin changed no more than the whole picture.",
        otherwise=f"Your skin was made {said} than the rest of the picture, by {abs(stops):.2f} stops.",
    )


def unexplained(pair: Pair) -> float:
    """Stops by which the skin changed beyond what a tone curve over everything that is not skin explains.

    The curve is a straight line through the medians of half-stop bins, weighted near the skin's own level. A limit in
    L* alone would be laxer for dark skin: the same +6 L* is .29 stop on light skin and .41 on dark.
    """
    before, after = pair.reference.figure, pair.candidate.figure
    level, change = light.blurred(before.stops, 2.0), light.blurred(after.stops - before.stops, 2.0)
    skin, rest = pair.skin_and_rest
    if skin.sum() < 200:
        return 0.0
    at, seen = float(np.median(level[skin])), float(np.median(change[skin]))
    return seen - _explained(level[rest] - at, change[rest])


def _explained(level: NDArray[np.float32], change: NDArray[np.float32]) -> float:
    """The change that the line predicts at level 0, the skin's own."""
    bins = np.round(level / HALF_A_STOP).astype(int)
    lowest = int(bins.min(initial=0))
    counts = np.bincount(bins - lowest)
    places = np.flatnonzero(counts >= 60) + lowest
    counts = counts[counts >= 60]
    if len(places) == 0:
        return 0.0
    x = places * HALF_A_STOP
    y = np.array([np.median(change[bins == place]) for place in places])
    weight = np.sqrt(counts) * np.exp(-((x / NEAR) ** 2)) + 1e-6
    middle = float(np.average(x, weights=weight))
    spread = float(np.average((x - middle) ** 2, weights=weight))
    slope = float(np.average((x - middle) * y, weights=weight)) / (spread + 0.05)
    return float(np.average(y, weights=weight)) - slope * middle
