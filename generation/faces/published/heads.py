"""The published detector of heads run by numpy on a small crop, at the few scales that matter there.

dlib itself goes down to where nothing is left of the crop and takes fifteen times as long. Confidences differ from its own by
some hundredths, because it lays all scales onto one canvas and shrinks each from the one before.
"""

import threading
from functools import cache
from typing import Final, NamedTuple

import cv2
import numpy as np

from generation.faces import weights
from generation.faces.published import mmod
from generation.faces.published.arithmetic import Kernel, convolved, rectified
from generation.faces.values import Box, Floats, Picture

SHRINKS: Final = 5 / 6  # from scale to scale, as dlib does
SCALES: Final = 2  # heads of 80 and 96 pixels, as large as the place that is doubted
AROUND: Final = 11  # pixels of black around each scale, as dlib lays them out
FIRST: Final = 14  # the pixel in the middle of the first cell: three filters of five, each at every second place
SAME: Final = 0.338  # overlap over which two hits are one head: the file's own setting

_loading = threading.Lock()


class Hit(NamedTuple):
    """One head: its square in pixels of the crop, and how sure the network is; turned heads had .7 to 1.1."""

    box: Box
    confidence: float


class Network(NamedTuple):
    """The detector, ready to run."""

    mean: Floats
    path: tuple[Kernel, ...]
    scoring: Kernel


def hits(crop: Picture, *, above: float) -> list[Hit]:
    """Heads in a crop uint8[h, w, 3], the surest first, each only once. Raises FaceError weights_missing or weights_changed."""
    found = [hit for scale in range(SCALES) for hit in _at(crop, SHRINKS**scale, above)]
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda each: -each.confidence):
        if not any(hit.box.overlap(other.box) > SAME for other in kept):
            kept.append(hit)
    return kept


def warm_up() -> None:
    """Read the weights; raises FaceError weights_missing or weights_changed."""
    _network()


def _at(crop: Picture, scale: float, above: float) -> list[Hit]:
    height, width = (round(side * scale) for side in crop.shape[:2])
    small = crop if scale == 1 else cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA)
    canvas = cv2.copyMakeBorder(small, AROUND, AROUND, AROUND, AROUND, cv2.BORDER_CONSTANT)
    scores = _scores(np.asarray(canvas, np.uint8))
    return [_hit(row, column, float(scores[row, column]), scale) for row, column in np.argwhere(scores > above)]


def _hit(row: int, column: int, confidence: float, scale: float) -> Hit:
    x, y = ((mmod.STRIDE * cell + FIRST - AROUND + 0.5) / scale for cell in (column, row))
    half = mmod.WINDOW / 2 / scale
    return Hit(Box(x - half, y - half, x + half, y + half), confidence)


def _scores(canvas: Picture) -> Floats:
    """One score a cell."""
    network = _network()
    x = (canvas[None].astype(np.float32) - network.mean) / np.float32(256)
    for kernel in network.path:
        x = rectified(convolved(x, kernel))
    return np.asarray(convolved(x, network.scoring)[0, ..., 0], np.float32)


def _network() -> Network:
    with _loading:
        return _loaded()


@cache
def _loaded() -> Network:
    read = mmod.read(weights.turned_heads().read_bytes())
    return Network(read.mean, tuple(map(Kernel.of, read.path)), Kernel.of(read.scoring))
