"""The selfie segmenter without its last layer, which OpenCV takes longer for than for all others: four products a pixel.

That layer enlarges sixteen maps to twice their size, each pixel to four of its own. What comes of it here is held against
OpenCV's own answer once a process; where a version of OpenCV names or computes the layers otherwise, its answer is taken.
"""

import threading
from functools import cache
from typing import Final, NamedTuple

import cv2
import numpy as np

from generation.faces import nets
from generation.faces.values import Floats, Picture

NETWORK: Final = "selfie_segmentation.tflite"
INPUT: Final = 256
ANSWER: Final = "activation_10"
LAST: Final = "segment"
NEAR: Final = 1e-4  # of a probability

_checking = threading.Lock()


class Enlarging(NamedTuple):
    """The last layer: the name of what goes in, f32[16, 4] and what is added."""

    source: str
    weight: Floats
    bias: np.float32


def probability(square: Picture) -> Floats:
    """That a pixel is person, f32[INPUT, INPUT], of a picture uint8[INPUT, INPUT, 3]."""
    with _checking:
        enlarging = _enlarging()
    return _whole(square) if enlarging is None else _short(square, enlarging)


def _whole(square: Picture) -> Floats:
    return nets.run(NETWORK, square, (ANSWER,))[0].reshape(INPUT, INPUT)


def _short(square: Picture, enlarging: Enlarging) -> Floats:
    (maps,) = nets.run(NETWORK, square, (enlarging.source,))
    channels, height, width = maps.shape[1:]
    odds = maps.reshape(channels, -1).T @ enlarging.weight + enlarging.bias
    odds = odds.reshape(height, width, 2, 2).transpose(0, 2, 1, 3).reshape(2 * height, 2 * width)
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -60, 60))), np.float32)


@cache
def _enlarging() -> Enlarging | None:
    """The last layer if it is what it is taken for."""
    try:
        names = list(nets.layers(NETWORK))
        weight, bias = nets.parameters(NETWORK, LAST)
        found = Enlarging(names[names.index(LAST) - 1], weight.reshape(len(weight), 4), np.float32(bias.ravel()[0]))
        apart = np.abs(_short(_known(), found) - _whole(_known())).max()
    except (cv2.error, ValueError):
        return None
    return found if apart < NEAR else None


def _known() -> Picture:
    """Slow waves: the same everywhere, without a file."""
    down, along = np.mgrid[0:INPUT, 0:INPUT] / 30
    waves = np.stack([np.sin(along), np.sin(down), np.sin(along + down)], axis=-1)
    return np.asarray(np.rint(127.5 + 100 * waves), np.uint8)
