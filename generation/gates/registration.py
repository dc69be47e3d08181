"""Laying one map over another by a dense flow."""

import cv2
import numpy as np

from generation.faces.values import Floats


def moved(image: Floats, flow: Floats) -> Floats:
    """The image sampled where the flow points."""
    height, width = flow.shape[:2]
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    at = across + flow[..., 0], down + flow[..., 1]
    return np.asarray(cv2.remap(image, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT), np.float32)


def optical_flow(before: Floats, after: Floats) -> Floats:
    """Dense inverse search (Kroeger 2016) between two maps of stops about 0, f32[H, W, 2] in pixels."""
    codes = [np.asarray(np.clip(each / 3 + 0.5, 0, 1) * 255, np.uint8) for each in (before, after)]
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    return np.asarray(search.calc(codes[0], codes[1], np.zeros((*before.shape, 2), np.float32)), np.float32)
