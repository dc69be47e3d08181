"""Laying one map over another by a dense flow."""

from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces.values import Floats

SAMPLES: Final = 8000  # of a smooth flow are enough
FEWEST: Final = 50
ROUNDS: Final = 5
CAUCHY: Final = 2.385 * 1.4826  # median residuals from which one counts half
LEAST: Final = 1e-3  # pixels

_NONE: Final = np.empty(0, np.float32)  # both coordinates are in one map


def moved(image: Floats, flow: Floats) -> Floats:
    """The image sampled where the flow points."""
    at = flow + _places(*flow.shape[:2])
    return np.asarray(cv2.remap(image, at, _NONE, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT), np.float32)


@lru_cache(maxsize=8)
def _places(height: int, width: int) -> Floats:
    """Across and down of every pixel, f32[height, width, 2]."""
    return np.ascontiguousarray(np.indices((height, width), np.float32)[::-1].transpose(1, 2, 0))


def optical_flow(before: Floats, after: Floats, *, quick: bool = False) -> Floats:
    """Dense inverse search (Kroeger 2016) between two maps of stops about 0, f32[H, W, 2] in pixels.

    `quick` takes a quarter of the time and is good to a pixel: enough to lay one picture over another, not to measure it.
    """
    codes = [np.asarray(np.clip(each / 3 + 0.5, 0, 1) * 255, np.uint8) for each in (before, after)]
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST if quick else cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    return np.asarray(search.calc(codes[0], codes[1], np.zeros((*before.shape, 2), np.float32)), np.float32)


def motion(flow: Floats, where: NDArray[np.bool_]) -> Floats:
    """The affine motion that most of a flow f32[H, W, 2] follows there, for every pixel; the flow itself with too few.

    Iteratively reweighted least squares with Cauchy's weights (Holland and Welsch 1977): what strays counts little.
    """
    down, across = (each[:: max(1, int(where.sum()) // SAMPLES)] for each in np.nonzero(where))
    if len(down) < FEWEST:
        return flow
    at, seen = _linear(across, down), flow[down, across].astype(np.float64)
    weight = np.ones(len(at))
    fitted: NDArray[np.floating] = np.zeros((3, 2))
    for _ in range(ROUNDS):
        fitted, *_ = np.linalg.lstsq(at * weight[:, None], seen * weight[:, None], rcond=None)
        away = np.linalg.norm(seen - at @ fitted, axis=1)
        weight = 1 / np.sqrt(1 + (away / (CAUCHY * float(np.median(away)) + LEAST)) ** 2)
    places = _places(*flow.shape[:2])
    return np.asarray(places @ fitted[:2] + fitted[2], np.float32)


def _linear(across: NDArray[np.intp], down: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.column_stack([across, down, np.ones(len(across))]).astype(np.float64)
