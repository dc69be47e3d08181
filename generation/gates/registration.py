"""Laying one map over another by a dense flow."""

from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from generation.faces.values import Floats

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
