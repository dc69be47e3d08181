"""Are these their eyes? Whether lids, irises and what they mirror are the same, and whether the irises kept their colour."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation import light
from generation import skin as skins
from generation.faces import topology
from generation.faces.values import Floats, Picture
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Result

BROAD: Final = 6.0  # pixels of the face frame: what is wider is light on the eye, not the eye
RING: Final = (0.45, 0.95)  # radii of the iris between the pupil and the white
FEW: Final = 30  # pixels of an iris that the lids leave free
FLAT: Final = 1e-3  # stops of spread of an eye in which nothing is seen

Mask = NDArray[np.bool_]


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Only what the photo's own resolution holds is asked about. A grey photo has no colour to lose."""
    asked = [key for key in MEASURES if limits.asks(key) and limits.limits[key].applies(pair.scale)]
    seen = {key: MEASURES[key](pair) for key in asked}
    return tuple(_result(limits, key, value) for key, value in seen.items() if value is not None)


def kept(pair: Pair) -> float | None:
    """How alike the worse of the two eyes is to the photo's, laid over it: a correlation of what is narrower than light."""
    before, after = (each - light.blurred(each, BROAD) for each in (pair.reference.stops, pair.registered))
    found = [_correlation(before[eye], after[eye]) for eye in _eyes(pair.reference)]
    return min(found, default=None)


def colour(pair: Pair) -> float | None:
    """By how much of a* and b* an iris has moved beyond the skin, which the light moves with it; the more of the two."""
    before, after = (_irises(each) for each in (pair.reference, pair.candidate))
    if before is None or after is None:
        return None
    moved = (after - _skin(pair.candidate)) - (before - _skin(pair.reference))
    return float(np.hypot(*moved.T).max())


MEASURES: Final = {"eyes.kept": kept, "eyes.colour": colour}


def _eyes(subject: Subject) -> list[Mask]:
    return [skins.hull(subject.stops.shape, skins.grown(subject.points[eye], 1.1)) > 0.5 for eye in topology.EYES]


def _irises(subject: Subject) -> Floats | None:
    """Median a* and b* of both, f32[2, 2]; None where the lids leave too little of one."""
    found = []
    for iris, eye in zip(subject.irises, topology.EYES, strict=True):
        centre, radius = iris[0], float(np.linalg.norm(iris[1:] - iris[0], axis=1).mean())
        down, across = np.nonzero(skins.hull(subject.frame.shape, skins.grown(subject.points[eye], 0.9)) > 0.5)
        away = np.hypot(across - centre[0], down - centre[1]) / radius
        ring = (away > RING[0]) & (away < RING[1])
        if ring.sum() < FEW:
            return None
        found.append(_hue(subject.frame[down[ring], across[ring]]))
    return np.asarray(found, np.float32)


def _skin(subject: Subject) -> Floats:
    skin = subject.frame[subject.skin.texture > 0.5]
    return _hue(skin) if len(skin) else np.zeros(2, np.float32)


def _hue(pixels: Picture) -> Floats:
    """Median a* and b*, f32[2]."""
    return np.asarray(np.median(light.lab(pixels[None])[0, :, 1:], axis=0), np.float32)


def _correlation(a: Floats, b: Floats) -> float:
    if a.std() < FLAT or b.std() < FLAT:
        return 1.0 if a.std() < FLAT else 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _result(limits: Thresholds, key: str, value: float) -> Result:
    if key == "eyes.colour":
        return limits.result(
            key, value, good="Your eyes have their colour.", otherwise="The colour of your eyes changed."
        )
    return limits.result(key, value, good="Your eyes are your own.", otherwise="An eye is not as it is in your photo.")
