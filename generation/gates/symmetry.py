"""Was the face made symmetric? How much of what its halves differ by in the photo is gone."""

from typing import Final

from generation.gates import halves
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.values import Result

LEAST: Final = 0.05  # of difference between the halves that a photo must have for a share of it to mean anything


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Relative to the photo: some faces are more alike in their halves than others."""
    return (*_gone(pair, limits), *_mirrored(pair, limits))


def _gone(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    before, after = pair.reference.halves, pair.candidate.halves
    if before is None or after is None or 1 - before < LEAST:
        return ()
    gone = (after - before) / (1 - before)
    result = limits.result(
        "symmetry.gone",
        gone,
        good="The two halves of your face differ as they do in your photo.",
        otherwise=f"The two halves of your face were made alike: {max(0, round(100 * gone))} % of their difference is gone.",
    )
    return (result,)


def _mirrored(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Half of the way to a symmetric face leaves most differences: the other half's own detail gives it away."""
    if not limits.asks("symmetry.mirrored"):
        return ()
    reference = pair.reference
    seen = halves.mixed(reference.stops, reference.mirrored_stops, pair.registered, pair.skin, reference.points)
    if seen is None:
        return ()
    result = limits.result(
        "symmetry.mirrored",
        seen,
        good="Neither half of your face was laid over the other.",
        otherwise="One half of your face was laid over the other.",
    )
    return (result,)
