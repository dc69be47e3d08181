"""Fine detail: blur and the block pattern of strong JPEG compression."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces.quality.advice import ADVICE
from generation.faces.quality.limits import component
from generation.faces.quality.scales import BLUR_ASLANT, BLUR_WIDTH
from generation.faces.quality.scene import Scene
from generation.faces.values import Component, Floats

BLOCK: Final = 8
DIRECTIONS: Final = ((0, 1, BLUR_WIDTH), (1, 0, BLUR_WIDTH), (1, 1, BLUR_ASLANT), (1, -1, BLUR_ASLANT))
LINES: Final = 512  # about as many are looked at, evenly spread


def sharpness(scene: Scene) -> Component:
    """How much of the face's own gradient a blur takes away (Crete et al. 2007, "The blur effect", as 1 - blur), along the
    direction in which it takes least: a camera that shook is sharp across its way.

    It is a ratio within the picture, so it depends neither on contrast nor on skin tone.
    """
    grey = cv2.cvtColor(scene.native, cv2.COLOR_RGB2GRAY).astype(np.float32)
    value = min(_lost(grey, *direction) for direction in DIRECTIONS)
    return component("sharpness", value, ADVICE["sharpness"].of(value))


def _lost(grey: Floats, down: int, across: int, width: int) -> float:
    """Along steps of so many rows and columns, by a blur over `width` of them; it mirrors the picture beyond its edges."""
    reach = width // 2
    (height, length), wide = grey.shape, np.pad(grey, reach + 1, mode="reflect")
    rows, columns = slice(down, None), slice(max(across, 0), length + min(across, 0))

    def at(steps: int) -> Floats:
        top, left = reach + 1 + steps * down, reach + 1 + steps * across
        return wide[top : top + height, left : left + length][rows, columns]

    sharp, smooth = np.abs(at(0) - at(-1)), np.abs(at(reach) - at(-1 - reach)) / width
    total = float(sharp.sum())
    return float(np.maximum(0, sharp - smooth).sum()) / total if total > 0 else 0.0


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
