"""Was the face made symmetric? How much of what its halves differ by in the photo is gone."""

from typing import Final

from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.values import Result

LEAST: Final = 0.05  # of difference between the halves that a photo must have for a share of it to mean anything


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Relative to the photo: some faces are more alike in their halves than others."""
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
