"""The face detector's parameters as one file for browsers: half floats, layer after layer, channels last.

`portraits/static/likeness/first_look/finder.bin` is what `packed` gives for the pinned model; a test compares the two.
`python -m generation.faces.finder_file FILE` writes it anew.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from generation.faces import nets
from generation.faces.values import Floats

NETWORK: Final = "face_detection_short_range.tflite"
LAST: Final = ("classificator_8", "classificator_16", "regressor_8", "regressor_16")


def packed() -> bytes:
    """Every layer's weight and bias; the model has half floats itself, so nothing is lost."""
    return b"".join(part.astype("<f2").tobytes() for part in _parameters())


def _parameters() -> Iterator[Floats]:
    for layer in (*(name for name in nets.layers(NETWORK) if "conv2d" in name), *LAST):
        weight, bias = nets.parameters(NETWORK, layer)
        depthwise = layer.startswith("depthwise")
        yield np.ascontiguousarray(weight.transpose(1, 2, 3, 0) if depthwise else weight.transpose(0, 2, 3, 1))
        yield bias


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(packed())
