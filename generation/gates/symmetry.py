"""Was the face made symmetric? How much of what its halves differ by is gone, and whose detail lies there instead."""

import math
from typing import Final

from generation.gates import halves
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
    return (_gone(gone, limits), *_made(gone, pair, limits))


def _gone(share: float, limits: Thresholds) -> Result:
    return limits.result(
        "symmetry.gone",
        share,
        good="The two halves of your face differ as they do in your photo.",
        otherwise=f"The two halves of your face were made alike: {max(0, round(100 * share))} % of their difference is gone.",
    )


def _made(gone: float, pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Only what is less different and also has the other half's own detail was made so: each alone has honest reasons,
    such as another light or a registration that fits a little better. Their geometric mean is none of it where one is."""
    key = next((each for each in ("symmetry.laid_over", "symmetry.made") if limits.asks(each)), None)
    if key is None:
        return ()
    photo = pair.reference
    mixed = halves.mixed(photo.stops, photo.mirrored_stops, pair.registered, pair.skin, photo.points)
    if mixed is None:
        return ()
    both = math.sqrt(max(gone, 0.0) * max(mixed, 0.0)) if key == "symmetry.laid_over" else min(gone, mixed)
    result = limits.result(
        key,
        both,
        good="Neither half of your face was laid over the other.",
        otherwise="One half of your face was laid over the other.",
    )
    return (result,)
