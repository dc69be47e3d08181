"""Feature maps of the frozen face encoder, computed with numpy alone: no torch is needed where a worker has none.

The encoder was trained to tell people apart; its inner maps also answer to rims, hair and beards, wherever they lie on the
crop. Only the published weights are read (`generation.faces.torch_encoder.resnet`), nothing is trained here.
"""

import threading
from functools import cache
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from generation.faces import weights
from generation.faces.torch_encoder import resnet
from generation.faces.torch_encoder.resnet import Convolution, Resnet
from generation.faces.values import Floats, Picture

STAGES: Final = (2, 6, 9, 12)  # the last blocks with 32, 64, 128 and 256 channels on maps that are not yet one pixel

_loading = threading.Lock()


def feature_maps(crop: Picture) -> tuple[Floats, ...]:
    """Maps f32[h, w, c] of one crop uint8[150, 150, 3], from fine to coarse. Raises FaceError weights_missing or weights_changed."""
    network = _network()
    x: Floats = np.asarray((crop.astype(np.float32) - network.mean) / 256, np.float32)
    x = _max_pooled(_rectified(_convolved(x, network.stem)))
    maps = []
    for number, block in enumerate(network.blocks[: STAGES[-1] + 1]):
        x = _residual(x, *block)
        if number in STAGES:
            maps.append(x)
    return tuple(maps)


def warm_up() -> None:
    """Read the weights; raises FaceError weights_missing or weights_changed."""
    _network()


def _residual(x: Floats, first: Convolution, second: Convolution) -> Floats:
    """dlib continues the smaller of two tensors with zeros: here the shortcut has fewer channels, the path fewer pixels."""
    y = _convolved(_rectified(_convolved(x, first)), second)
    if first.stride == 2:
        x = _halved(x)
    total = np.zeros((*x.shape[:2], y.shape[2]), np.float32)
    total[..., : x.shape[2]] = x
    total[: y.shape[0], : y.shape[1]] += y
    return _rectified(total)


def _convolved(x: Floats, layer: Convolution) -> Floats:
    channels, before, side, _ = layer.weight.shape
    around = layer.padding
    padded = np.pad(x, ((around, around), (around, around), (0, 0))) if around else x
    windows = sliding_window_view(padded, (side, side), axis=(0, 1))[:: layer.stride, :: layer.stride]
    height, width = windows.shape[:2]
    columns = windows.reshape(height * width, before * side * side)
    y = columns @ layer.weight.reshape(channels, -1).T + layer.bias
    return np.asarray(y.reshape(height, width, channels), np.float32)


def _rectified(x: Floats) -> Floats:
    return np.asarray(np.maximum(x, 0), np.float32)


def _max_pooled(x: Floats) -> Floats:
    windows = sliding_window_view(x, (3, 3), axis=(0, 1))[::2, ::2]
    return np.asarray(windows.max(axis=(-2, -1)), np.float32)


def _halved(x: Floats) -> Floats:
    height, width = x.shape[0] // 2 * 2, x.shape[1] // 2 * 2
    even = x[:height, :width]
    return np.asarray((even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4, np.float32)


def _network() -> Resnet:
    with _loading:
        return _loaded()


@cache
def _loaded() -> Resnet:
    weights.check_reference_encoder()
    return resnet.read((weights.reference_folder() / "dlib_face_recognition_resnet_model_v1.dat").read_bytes())
