"""The published face encoder run by numpy: the templates of upright chips, and its inner maps of any crops.

The encoder was trained to tell people apart; its inner maps also answer to rims, hair and beards, wherever they lie on the
crop. Only the published weights are read, nothing is trained here.
"""

import threading
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from generation.faces import weights
from generation.faces.published import resnet
from generation.faces.published.arithmetic import Kernel, convolved, halved, max_pooled, rectified
from generation.faces.values import Floats, Picture

STAGES: Final = (2, 6, 9, 12)  # the last blocks with 32, 64, 128 and 256 channels on maps that are not yet one pixel

_loading = threading.Lock()


class Network(NamedTuple):
    """The encoder, ready to run."""

    mean: Floats
    stem: Kernel
    blocks: tuple[tuple[Kernel, Kernel], ...]
    projection: Floats


def vectors(chips: Picture) -> Floats:
    """Chips uint8[n, 150, 150, 3], RGB, to vectors f32[n, 128]. Raises FaceError weights_missing or weights_changed."""
    return vectors_and_maps(chips, chips[:0])[0]


def maps(crops: Picture) -> tuple[Floats, ...]:
    """Maps f32[n, h, w, c] of crops uint8[n, 150, 150, 3], from fine to coarse; the errors of `vectors`."""
    return vectors_and_maps(crops[:0], crops)[1]


def vectors_and_maps(chips: Picture, crops: Picture) -> tuple[Floats, tuple[Floats, ...]]:
    """Both in one pass, which takes less than one after the other: the late layers have more weights than pixels."""
    network, encoded = _network(), len(chips)
    x = (np.concatenate([chips, crops]).astype(np.float32) - network.mean) / np.float32(256)
    x = max_pooled(rectified(convolved(x, network.stem)))
    found: list[Floats] = []
    for number, block in enumerate(network.blocks[: STAGES[-1] + 1]):
        x = _residual(x, *block)
        if number in STAGES:
            found.append(x[encoded:])
    return _projected(x[:encoded], network), tuple(found)


def warm_up() -> None:
    """Read the weights; raises FaceError weights_missing or weights_changed."""
    _network()


def _projected(x: Floats, network: Network) -> Floats:
    for block in network.blocks[STAGES[-1] + 1 :]:
        x = _residual(x, *block)
    return np.asarray(x.mean(axis=(1, 2)) @ network.projection, np.float32)


def _residual(x: Floats, first: Kernel, second: Kernel) -> Floats:
    """dlib continues the smaller of two tensors with zeros: where it shrinks, the shortcut has fewer channels, the path fewer pixels."""
    y = convolved(rectified(convolved(x, first)), second)
    if first.stride == 1:
        y += x
        return rectified(y)
    x = halved(x)
    total = np.zeros((*x.shape[:3], y.shape[3]), np.float32)
    total[..., : x.shape[3]] = x
    total[:, : y.shape[1], : y.shape[2]] += y
    return rectified(total)


def _network() -> Network:
    with _loading:
        return _loaded()


@cache
def _loaded() -> Network:
    weights.check_reference_encoder()
    read = resnet.read((weights.reference_folder() / "dlib_face_recognition_resnet_model_v1.dat").read_bytes())
    blocks = tuple((Kernel.of(first), Kernel.of(second)) for first, second in read.blocks)
    return Network(read.mean, Kernel.of(read.stem), blocks, read.projection)
