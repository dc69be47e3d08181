"""The published face encoder as it lies in its file: 29 convolutions, each with its affine layer, and one projection.

dlib nests a network from the output inwards, so the versions of all layers come first, outermost first, and the layers
themselves follow from the input to the output (dlib/dnn/core.h, dlib/dnn/layers.h, examples/dnn_face_recognition_ex.cpp).
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from generation.faces.published import layers
from generation.faces.published.layers import Convolution
from generation.faces.published.serialisation import Stream
from generation.faces.values import Floats

CHIP: Final = 150  # pixels, both sides
LENGTH: Final = 128  # of a template

Layer = Literal["convolution", "affine", "relu", "max_pool", "average_pool", "add", "projection", "tag", "skip"]
# A tag names a layer's output for a later addition, a skip goes back to one: both exist only in the nesting.
NESTING_ONLY: Final = ("tag", "skip")
LAYER_VERSION: Final = 2
INPUT_LAYER_VERSION: Final = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Two convolutions around which the input is added again; one that shrinks halves both sides of the picture."""

    before: int
    channels: int
    shrinks: bool

    @property
    def layers(self) -> tuple[Layer, ...]:
        path: tuple[Layer, ...] = ("tag", "convolution", "affine", "relu", "convolution", "affine")
        shortcut: tuple[Layer, ...] = ("tag", "skip", "average_pool") if self.shrinks else ()
        return (*path, *shortcut, "add", "relu")


BLOCKS: Final = (
    *[Block(32, 32, shrinks=False)] * 3,
    *[Block(32, 64, shrinks=True), *[Block(64, 64, shrinks=False)] * 3],
    *[Block(64, 128, shrinks=True), *[Block(128, 128, shrinks=False)] * 2],
    *[Block(128, 256, shrinks=True), *[Block(256, 256, shrinks=False)] * 2],
    Block(256, 256, shrinks=True),
)
STEM: Final[tuple[Layer, ...]] = ("convolution", "affine", "relu", "max_pool")
HEAD: Final[tuple[Layer, ...]] = ("average_pool", "projection")
LAYERS: Final[tuple[Layer, ...]] = (*STEM, *(layer for block in BLOCKS for layer in block.layers), *HEAD)


@dataclass(frozen=True, slots=True, eq=False)
class Resnet:
    """All parameters: `mean` f32[3] of RGB in 0..255, the stem, two convolutions a block, `projection` f32[256, 128]."""

    mean: Floats
    stem: Convolution
    blocks: tuple[tuple[Convolution, Convolution], ...]
    projection: Floats


def read(data: bytes) -> Resnet:
    """The network of the published file; raises FaceError weights_changed for anything else, one byte short or long."""
    stream = Stream(data)
    _loss(stream)
    _versions(stream)
    mean = _input(stream)
    stem = _stem(stream)
    blocks = tuple(_block(stream, block) for block in BLOCKS)
    layers.pool(stream, "avg_pool_2", side=0, stride=1)
    projection = _projection(stream, BLOCKS[-1].channels)
    stream.expect_end()
    return Resnet(mean, stem, blocks, projection)


def _loss(stream: Stream) -> None:
    stream.expect(1)
    stream.expect_text("loss_metric_2")
    stream.number()  # margin and threshold of the training
    stream.number()


def _versions(stream: Stream) -> None:
    """Of every layer from the output to the input."""
    for layer in reversed(LAYERS[1:]):
        stream.expect(1 if layer in NESTING_ONLY else LAYER_VERSION)
    stream.expect(INPUT_LAYER_VERSION)


def _input(stream: Stream) -> Floats:
    stream.expect_text("input_rgb_image_sized")
    mean = np.array([stream.number() for _ in range(3)], np.float32)
    stream.expect(CHIP, CHIP)
    return mean


def _stem(stream: Stream) -> Convolution:
    weight, bias = layers.filters(stream, 3, 32, side=7, stride=2, padding=0)
    layers.training(stream)
    stream.expect(1)  # one picture in, one out
    stem = layers.folded(weight, bias, layers.affine(stream, 32), stride=2, padding=0)
    layers.relu(stream)
    layers.pool(stream, "max_pool_2", side=3, stride=2)
    return stem


def _block(stream: Stream, block: Block) -> tuple[Convolution, Convolution]:
    stride = 2 if block.shrinks else 1
    first = _convolution(stream, block.before, block.channels, stride=stride)
    layers.relu(stream)
    second = _convolution(stream, block.channels, block.channels, stride=1)
    if block.shrinks:
        layers.pool(stream, "avg_pool_2", side=2, stride=2)
    stream.expect_text("add_prev_")
    layers.training(stream)
    layers.relu(stream)
    return first, second


def _convolution(stream: Stream, before: int, channels: int, *, stride: int) -> Convolution:
    padding = 1 if stride == 1 else 0  # dlib pads no layer with a stride
    weight, bias = layers.filters(stream, before, channels, side=3, stride=stride, padding=padding)
    layers.training(stream)
    return layers.folded(weight, bias, layers.affine(stream, channels), stride=stride, padding=padding)


def _projection(stream: Stream, channels: int) -> Floats:
    stream.expect_text("fc_2")
    stream.expect(LENGTH, channels)
    values = stream.tensor(channels, LENGTH, 1, 1).reshape(channels, LENGTH)
    stream.view(channels, LENGTH, 1, 1)
    stream.view(0, 0, 0, 0)
    stream.expect(1)  # the mode: without bias
    layers.multipliers(stream)
    layers.training(stream)
    return values
