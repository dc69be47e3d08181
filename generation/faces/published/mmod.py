"""The published detector of heads as it lies in its file: six convolutions, each normalised, and one that scores.

It is one of dlib's max-margin detectors (dlib/dnn/loss.h, examples/dnn_mmod_face_detection_ex.cpp), trained on heads of
WINDOW pixels; a score above 0 at a cell says that a head is centred there.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from generation.faces.published import layers
from generation.faces.published.layers import Convolution
from generation.faces.published.serialisation import Stream
from generation.faces.values import Floats

WINDOW: Final = 80  # pixels, both sides
STRIDE: Final = 8  # pixels a cell
FILTERS: Final = ((3, 16, 2), (16, 32, 2), (32, 32, 2), (32, 45, 1), (45, 45, 1), (45, 45, 1))  # in, out, stride
SIDE: Final = 5
SCORING: Final = 9  # side of the last filter
VERSIONS: Final = (2,) * 18 + (3,)  # of all layers, from the output to the input


@dataclass(frozen=True, slots=True, eq=False)
class Detector:
    """All parameters: `mean` f32[3] of RGB in 0..255, six convolutions with relu behind them, the one that scores."""

    mean: Floats
    path: tuple[Convolution, ...]
    scoring: Convolution


def read(data: bytes) -> Detector:
    """The network of the published file; raises FaceError weights_changed for anything else, one byte short or long."""
    stream = Stream(data)
    _loss(stream)
    stream.expect(*VERSIONS)
    stream.expect_text("input_rgb_image_pyramid")
    mean = np.array([stream.number() for _ in range(3)], np.float32)
    path = tuple(_convolution(stream, number) for number in range(len(FILTERS)))
    weight, bias = layers.filters(stream, FILTERS[-1][1], 1, side=SCORING, stride=1, padding=SCORING // 2)
    layers.training(stream)
    stream.expect_end()
    return Detector(mean, path, Convolution(weight, bias, 1, SCORING // 2))


def _loss(stream: Stream) -> None:
    stream.expect(1)
    stream.expect_text("loss_mmod_")
    stream.expect(1, WINDOW, WINDOW)
    for _ in range(7):
        stream.number()  # what a miss and a false alarm cost in the training, and which overlaps count


def _convolution(stream: Stream, number: int) -> Convolution:
    before, channels, stride = FILTERS[number]
    padding = 0 if stride > 1 else SIDE // 2
    weight, bias = layers.filters(stream, before, channels, side=SIDE, stride=stride, padding=padding)
    layers.training(stream)
    if not number:
        stream.expect(1)  # one picture in, one out
    convolution = layers.folded(weight, bias, layers.normalisation(stream, channels), stride=stride, padding=padding)
    layers.relu(stream)
    return convolution
