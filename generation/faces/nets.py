"""Running the vendored networks with OpenCV's DNN: one copy per thread, because cv2.dnn.Net is not thread-safe."""

import threading
from collections.abc import Sequence

import cv2
import numpy as np

from generation.faces import weights
from generation.faces.values import Floats, Picture

cv2.setNumThreads(1)  # workers are processes: threads inside OpenCV only fight over the same cores

_local = threading.local()


def run(
    name: str, image: Picture, outputs: Sequence[str], *, scale: float = 1 / 255, shift: float = 0.0
) -> list[Floats]:
    """Forward one picture of the network's own size; values become `pixel * scale + shift`. One array per output name."""
    net = _net(name)
    blob = np.ascontiguousarray((image.astype(np.float32) * scale + shift).transpose(2, 0, 1)[None])
    net.setInput(blob)
    return [np.asarray(out, np.float32) for out in net.forward(list(outputs))]


def layers(name: str) -> tuple[str, ...]:
    """The names of a network's layers, in order, as OpenCV has them."""
    return tuple(_net(name).getLayerNames())


def parameters(name: str, layer: str) -> list[Floats]:
    """The parameters of one layer; raises cv2.error when there is none of that name."""
    net = _net(name)
    return [np.array(each, np.float32) for each in net.getLayer(net.getLayerId(layer)).blobs]


def warm_up() -> None:
    """Load every network for the calling thread; raises FaceError weights_missing or weights_changed."""
    for name in weights.VENDORED:
        _net(name)


def _net(name: str) -> cv2.dnn.Net:
    nets: dict[str, cv2.dnn.Net] = _local.__dict__.setdefault("nets", {})
    if name not in nets:
        nets[name] = _load(name)
    return nets[name]


def _load(name: str) -> cv2.dnn.Net:
    # OpenCV 5's new graph engine keeps only the first output of a TFLite graph, and reading from memory ignores the
    # choice of engine; early OpenCV 4 has no such argument.
    engine = (cv2.dnn.ENGINE_CLASSIC,) if hasattr(cv2.dnn, "ENGINE_CLASSIC") else ()
    return cv2.dnn.readNetFromTFLite(str(weights.vendored(name)), *engine)
