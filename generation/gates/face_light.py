"""Does the light on the face come from where it comes in the picture? A lamp for the face alone is not in the room."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.gates import figure
from generation.gates.figure import EYE_DISTANCE
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.values import Result

PIXELS: Final = 500
BROAD: Final = 6.0  # pixels of the figure's frame


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Nothing where too little of the face, or of anything else, is visible."""
    turned = relit(pair)
    if turned is None:
        return ()
    result = limits.result(
        "face_light.relit",
        abs(turned),
        good="The light on your face is that of the picture.",
        otherwise="Your face is lit from another side than the rest of the picture.",
    )
    return (result,)


def relit(pair: Pair) -> float | None:
    """Stops an eye distance by which the light across the face changed beyond that of everything around it.

    A weaker shadow is what the engine is for: where the face's own slope only became flatter, half of it counts.
    """
    before, after = pair.reference.figure, pair.candidate.figure
    level = light.blurred(before.stops, BROAD)
    change = light.blurred(after.stops, BROAD) - level
    face, rest = pair.skin_and_rest
    if min(face.sum(), rest.sum()) < PIXELS:
        return None
    own, was = _slope(change, face), _slope(level, face)
    beyond = own - _slope(change, rest)
    flatter = own * was < 0 and abs(own) <= abs(was)
    return beyond / 2 if flatter else beyond


def _slope(stops: NDArray[np.float32], where: NDArray[np.bool_]) -> float:
    """Stops an eye distance from left to right, beside whatever changes from top to bottom."""
    down, across = np.nonzero(where)
    step = max(1, len(down) // 8000)
    down, across = down[::step], across[::step]
    places = np.column_stack([across / EYE_DISTANCE, down / figure.SIZE, np.ones(len(down))])
    solution, *_ = np.linalg.lstsq(places, stops[down, across].astype(np.float64), rcond=None)
    return float(solution[0])
