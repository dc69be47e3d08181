"""What both published networks share: how their layers lie in a file, and a convolution with its affine layer folded in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.faces.published.serialisation import Stream
from generation.faces.values import Floats

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """One convolution with the affine layer behind it folded in: weight f32[out, in, side, side], bias f32[out]."""

    weight: Floats
    bias: Floats
    stride: int
    padding: int


def filters(
    stream: Stream, before: int, channels: int, *, side: int, stride: int, padding: int
) -> tuple[Floats, Floats]:
    stream.expect_text("con_4")
    count = channels * before * side * side
    values = stream.tensor(count + channels, 1, 1, 1).ravel()
    stream.expect(channels, side, side, stride, stride, padding, padding)
    stream.view(channels, before, side, side)
    stream.view(1, channels, 1, 1)
    multipliers(stream)
    return values[:count].reshape(channels, before, side, side), values[count:]


def affine(stream: Stream, channels: int) -> Floats:
    """Factor and shift of every channel, f32[2, channels]."""
    stream.expect_text("affine_")
    values = stream.tensor(2 * channels, 1, 1, 1).reshape(2, channels)
    stream.view(1, channels, 1, 1)
    stream.view(1, channels, 1, 1)
    stream.expect(0)  # the mode: by channel
    training(stream)
    return values


def normalisation(stream: Stream, channels: int) -> Doubles:
    """Factor and shift of every channel, f64[2, channels], from means and variances gathered in the training."""
    stream.expect_text("bn_con2")
    gamma, beta = stream.tensor(2 * channels, 1, 1, 1).reshape(2, channels).astype(np.float64)
    stream.view(1, channels, 1, 1)
    stream.view(1, channels, 1, 1)
    for _ in range(2):
        stream.tensor(1, channels, 1, 1)  # of the last batch
    mean, variance = (stream.tensor(1, channels, 1, 1).ravel().astype(np.float64) for _ in range(2))
    for _ in range(2):
        stream.integer()  # over how many batches they were gathered
    multipliers(stream)
    factor = gamma / np.sqrt(variance + stream.number())
    training(stream)
    return np.stack([factor, beta - factor * mean])


def folded(weight: Floats, bias: Floats, affine: Floats | Doubles, *, stride: int, padding: int) -> Convolution:
    """One convolution for two layers, folded in float64 so that nothing is lost before the last rounding."""
    factor, shift = affine.astype(np.float64)
    return Convolution(
        (weight * factor[:, None, None, None]).astype(np.float32),
        (bias * factor + shift).astype(np.float32),
        stride,
        padding,
    )


def relu(stream: Stream) -> None:
    stream.expect_text("relu_")
    training(stream)


def pool(stream: Stream, text: str, *, side: int, stride: int) -> None:
    stream.expect_text(text)
    stream.expect(side, side, stride, stride, 0, 0)
    training(stream)


def multipliers(stream: Stream) -> None:
    """Learning rate and weight decay of weights and biases: of no use any more."""
    for _ in range(4):
        stream.number()


def training(stream: Stream) -> None:
    """What every layer leaves of its training: three flags, and gradients that were emptied before publication."""
    for _ in range(3):
        stream.boolean()
    for _ in range(3):
        stream.tensor(0, 0, 0, 0)
