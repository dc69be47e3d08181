"""Has the face kept its shape? What is left of the flow after the best similarity, and the size of each feature."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import skin as skins
from generation.faces import topology
from generation.faces.values import Floats
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import EYES_APART, FRAME
from generation.gates.values import Result

EYE_DISTANCE: Final = EYES_APART * FRAME
_NOSE: Final = np.array([48, 278, 64, 294, 98, 327, 4, 5, 2, 195], np.intp)
FEATURES: Final = {
    "one eye": topology.EYE_RIGHT,
    "the other eye": topology.EYE_LEFT,
    "the nose": _NOSE,
    "the mouth": topology.LIPS,
}

Affine = NDArray[np.float64]  # 3 x 2: slopes by x, slopes by y, offset


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """A similarity may differ (that is the crop); anything else inside the face is a change of shape."""
    warp = residual(pair)
    feature, change = largest_change(pair)
    return (
        limits.result(
            "geometry.warp",
            warp,
            good="The shape of your face is unchanged.",
            otherwise=f"The shape of your face was changed, by about {100 * warp:.1f} % of the distance of your eyes.",
        ),
        limits.result(
            "geometry.feature",
            change,
            good="Eyes, nose and mouth have kept their size.",
            otherwise=f"The size of {feature} was changed by about {100 * change:.0f} %.",
        ),
    )


def residual(pair: Pair) -> float:
    """Root mean square of the flow left inside the face, in eye distances."""
    oval = skins.region(pair.flow.shape, pair.reference.points[topology.OVAL])
    inside = cv2.erode(oval, np.ones((9, 9), np.uint8)) > 0.5
    at, flow = _samples(pair.flow, inside)
    turn = _affine(at, flow)
    stretch, rotation = (turn[0, 0] + turn[1, 1]) / 2, (turn[0, 1] - turn[1, 0]) / 2
    similarity = np.column_stack([stretch * at[:, 0] - rotation * at[:, 1], rotation * at[:, 0] + stretch * at[:, 1]])
    left = flow - similarity
    left -= left.mean(axis=0)
    return float(np.sqrt((left**2).sum(axis=1).mean())) / EYE_DISTANCE


def largest_change(pair: Pair) -> tuple[str, float]:
    """The feature whose own size changed most, relative to the face's."""
    oval = skins.region(pair.flow.shape, pair.reference.points[topology.OVAL]) > 0.5
    face = _affine(*_samples(pair.flow, oval))
    scale = 1 + (face[0, 0] + face[1, 1]) / 2
    changes = {name: _change(pair, group, scale) for name, group in FEATURES.items()}
    name = max(changes, key=changes.__getitem__)
    return name, changes[name]


def _change(pair: Pair, group: topology.Indices, scale: float) -> float:
    where = skins.hull(pair.flow.shape, skins.grown(pair.reference.points[group], 1.15)) > 0.5
    local = _affine(*_samples(pair.flow, where))
    return float(max(abs((1 + local[0, 0]) / scale - 1), abs((1 + local[1, 1]) / scale - 1)))


def _samples(flow: Floats, where: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places x, y and the flow there, thinned: the flow is smooth."""
    down, across = np.nonzero(where)
    step = max(1, len(down) // 8000)
    down, across = down[::step], across[::step]
    return np.column_stack([across, down]).astype(np.float64), flow[down, across].astype(np.float64)


def _affine(at: NDArray[np.float64], flow: NDArray[np.float64]) -> Affine:
    """Least squares of the flow as a linear function of place; no change where there are too few places."""
    if len(at) < 12:
        return np.zeros((3, 2))
    solution, *_ = np.linalg.lstsq(np.column_stack([at, np.ones(len(at))]), flow, rcond=None)
    return np.asarray(solution, np.float64)
