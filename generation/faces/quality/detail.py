"""Fine detail: blur and the block pattern of strong JPEG compression."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces.quality.advice import ADVICE
from generation.faces.quality.limits import component
from generation.faces.quality.scales import BLUR_WIDTH
from generation.faces.quality.scene import Scene
from generation.faces.values import Component, Floats

BLOCK: Final = 8
LINES: Final = 512  # about as many are looked at, evenly spread


def sharpness(scene: Scene) -> Component:
    """How much of the face's own gradient a blur takes away (Crete et al. 2007, "The blur effect", as 1 - blur).

    It is a ratio within the picture, so it depends neither on contrast nor on skin tone.
    """
    grey = cv2.cvtColor(scene.native, cv2.COLOR_RGB2GRAY).astype(np.float32)
    value = min(_lost(grey), _lost(np.ascontiguousarray(grey.T)))
    return component("sharpness", value, ADVICE["sharpness"].of(value))


def _lost(grey: Floats) -> float:
    blurred = cv2.blur(grey, (BLUR_WIDTH, 1))
    steps, smooth = np.abs(np.diff(grey, axis=1)), np.abs(np.diff(blurred, axis=1))
    total = float(steps.sum())
    return float(np.maximum(0, steps - smooth).sum()) / total if total > 0 else 0.0


def compression_artefacts(scene: Scene) -> Component:
    """Mean step across the borders of 8 x 8 blocks over the mean step elsewhere; 1 without a block pattern."""
    picture = scene.levels.picture
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    ratios = [ratio for ratio in (_blockiness(grey), _blockiness(grey.T)) if ratio is not None]
    return component(
        "compression_artefacts",
        float(np.mean(ratios)) if ratios else None,
        "The file was compressed too strongly: use the original from the camera, not a copy from a chat.",
    )


def _blockiness(grey: NDArray[np.uint8]) -> float | None:
    """Of the steps along lines. In a large picture some say it as well as all; an odd stride meets every line of a block."""
    lines = np.ascontiguousarray(grey[:: grey.shape[0] // LINES | 1])
    steps = np.minimum(cv2.absdiff(lines[:, 1:], lines[:, :-1]), 32).mean(axis=0)
    if steps.size < 4 * BLOCK:
        return None
    border = np.arange(steps.size) % BLOCK == BLOCK - 1
    return float((steps[border].mean() + 0.1) / (steps[~border].mean() + 0.1))
