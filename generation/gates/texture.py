"""Is it still their skin? Energy of the skin's texture against the photo's own, and whether it is the same texture."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import skin as skins
from generation.faces import topology
from generation.faces.values import Floats
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Result

REGIONS: Final = (
    *(topology.FOREHEAD, topology.CHEEK_RIGHT_WIDE, topology.CHEEK_LEFT_WIDE),
    *(topology.NOSE, topology.CHIN),
)
EDGE: Final = 17  # pixels: 2.5 sigmas of the mid band on either side, or the rim of a scarf counts as texture
PIXELS: Final = 250  # of a region: fewer say nothing
MIDDLE: Final = (15, 85)  # percentiles: what lies between them is skin, whatever lies along its rim
DARKEST: Final = 1e-4  # stops of spread, far below one 8-bit step

MEASURES: Final = {  # the band and what of it is held against the limit
    "texture.fine": ("fine", "ratio"),
    "texture.fine_added": ("fine", "ratio"),
    "texture.mid": ("mid", "ratio"),
    "texture.mid_of_small": ("mid", "ratio"),
    "texture.mid_added": ("mid", "ratio"),
    "texture.worst_region": ("mid", "worst"),
    "texture.correlation": ("mid", "correlation"),
    "texture.correlation_of_small": ("mid", "correlation"),
    "texture.coarse": ("coarse", "ratio"),
    "texture.coarse_correlation": ("coarse", "correlation"),
}

Where = list[NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Band:
    """Medians over the regions, and the worst of them: candidate's spread over the photo's, and their correlation.

    The worst region keeps as much as the more lenient of two spreads says: the rim of hair that lies in more light now is
    spread that no skin has lost, and whatever smooths skin takes it from the middle of all values as well.
    """

    ratio: float
    worst: float
    correlation: float


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Only the bands that the photo's own resolution holds are asked about."""
    regions = _regions(pair)
    if not regions:
        return (_unchecked(limits),)
    asked = {key for key in limits.limits if key in MEASURES and limits.limits[key].applies(pair.scale)}
    seen = {name: _compare(pair, name, regions) for name in {MEASURES[key][0] for key in asked}}
    taken = {key: float(getattr(seen[name], value)) for key, (name, value) in MEASURES.items() if key in asked}
    taken["texture.scale"] = pair.scale
    return tuple(_result(limits, key, value) for key, value in taken.items())


def energy(subject: Subject, name: str) -> float | None:
    """Median spread of one band over the regions of bare skin, in stops; None where there is too little of it."""
    regions = _bare(subject.skin.texture, subject)
    detail = subject.bands[name]
    return float(np.median([_spread(detail[where]) for where in regions])) if regions else None


def _regions(pair: Pair) -> Where:
    return _bare(pair.skin, pair.reference)


def _bare(mask: Floats, subject: Subject) -> Where:
    skin = cv2.erode(mask, np.ones((EDGE, EDGE), np.uint8)) > 0.5
    masks = [(skins.hull(skin.shape, subject.points[group]) > 0.5) & skin for group in REGIONS]
    return [mask for mask in masks if mask.sum() >= PIXELS]


def _compare(pair: Pair, name: str, regions: Where) -> Band:
    photo, candidate, over = pair.reference.bands[name], pair.candidate.bands[name], pair.registered_bands[name]
    ratios = [_left(_spread, photo[where], candidate[where]) for where in regions]
    middles = [_left(_middle, photo[where], candidate[where]) for where in regions]
    # On skin without pores a flow follows the light and strays; both faces lie in one frame before it.
    correlations = [max(_correlation(photo[where], each[where]) for each in (over, candidate)) for where in regions]
    return Band(float(np.median(ratios)), min(map(max, ratios, middles)), float(np.median(correlations)))


def _left(measure: Callable[[Floats], float], before: Floats, after: Floats) -> float:
    return measure(after) / max(measure(before), DARKEST)


def _spread(values: Floats) -> float:
    """Standard deviation without the tails: a highlight or a hair is not skin texture."""
    return float(np.clip(values, *np.percentile(values, [1, 99])).std())


def _middle(values: Floats) -> float:
    low, high = np.percentile(values, MIDDLE)
    return float(high - low)


def _correlation(a: Floats, b: Floats) -> float:
    if a.std() < DARKEST or b.std() < DARKEST:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _result(limits: Thresholds, key: str, value: float) -> Result:
    percent = f"{round(100 * value)} %"
    if key == "texture.scale":
        said = "The photo is large enough to check the skin.", "The photo is too small to check the skin closely."
    elif key.endswith("_added"):
        said = "No skin detail was added.", f"Skin detail was sharpened or added: {percent} of your photo's."
    elif "correlation" in key:
        said = "The skin detail is your own.", "The skin detail is not the one in your photo."
    elif key == "texture.worst_region":
        said = f"Skin detail at least {percent} everywhere.", f"One part of your skin was smoothed: {percent} is left."
    else:
        said = (
            f"Skin detail {percent} of your photo.",
            f"Skin was smoothed: {percent} of your photo's detail is left.",
        )
    return limits.result(key, value, good=said[0], otherwise=said[1])


def _unchecked(limits: Thresholds) -> Result:
    limit = limits.limits["texture.scale"]
    sentence = "Too little bare skin is visible to check its detail."
    return Result("texture", "regions", 0.0, limit.amber, limit.refuse, "amber", sentence)
