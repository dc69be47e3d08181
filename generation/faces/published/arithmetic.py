"""Convolutions of a batch by numpy: windows side by side in one matrix, one product a layer. Arrays are f32[n, h, w, c]."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided

from generation.faces.published.layers import Convolution
from generation.faces.values import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """A convolution as one matrix f32[side * side * in, out], in the order in which pixels lie in memory."""

    matrix: Floats
    bias: Floats
    side: int
    stride: int
    padding: int

    @classmethod
    def of(cls, layer: Convolution) -> "Kernel":
        channels, _, side, _ = layer.weight.shape
        matrix = np.ascontiguousarray(layer.weight.transpose(2, 3, 1, 0).reshape(-1, channels))
        return cls(matrix, layer.bias, side, layer.stride, layer.padding)


def convolved(x: Floats, kernel: Kernel) -> Floats:
    """A new array; whoever gets it may change it."""
    x = padded(x, kernel.padding)
    count, height, width, channels = x.shape
    down, across = ((length - kernel.side) // kernel.stride + 1 for length in (height, width))
    of_picture, of_row, of_pixel, of_value = x.strides
    windows = as_strided(
        x,
        (count, down, across, kernel.side, kernel.side * channels),
        (of_picture, of_row * kernel.stride, of_pixel * kernel.stride, of_row, of_value),
        writeable=False,
    )
    y = windows.reshape(count * down * across, kernel.side**2 * channels) @ kernel.matrix
    y += kernel.bias
    return np.asarray(y.reshape(count, down, across, y.shape[1]), np.float32)


def rectified(x: Floats) -> Floats:
    """In place."""
    return np.maximum(x, 0, out=x)


def padded(x: Floats, around: int) -> Floats:
    """Zeros on all sides; always contiguous."""
    if not around:
        return np.ascontiguousarray(x)
    count, height, width, channels = x.shape
    y = np.zeros((count, height + 2 * around, width + 2 * around, channels), np.float32)
    y[:, around:-around, around:-around] = x
    return y


def max_pooled(x: Floats) -> Floats:
    """The greatest of 3 x 3, every second place; rows first, because a maximum may be taken one side at a time."""
    rows = np.maximum(np.maximum(x[:, 0:-2:2], x[:, 1:-1:2]), x[:, 2::2])
    return np.maximum(np.maximum(rows[:, :, 0:-2:2], rows[:, :, 1:-1:2]), rows[:, :, 2::2])


def halved(x: Floats) -> Floats:
    """The mean of 2 x 2; a last odd row or column is left out."""
    even = x[:, : x.shape[1] // 2 * 2, : x.shape[2] // 2 * 2]
    total = even[:, ::2, ::2] + even[:, 1::2, ::2] + even[:, ::2, 1::2] + even[:, 1::2, 1::2]
    return np.asarray(total / np.float32(4), np.float32)
