"""Templates by numpy alone: the reference encoder's own weights and chips, five times as fast as dlib's build, without torch.

The two differ by rounding. `check` holds them together on the machine at hand, because a processor's linear algebra may not be
what it should be, and a template that is only nearly right would be kept for years.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from generation.faces import alignment, encoder
from generation.faces.errors import FaceError
from generation.faces.published import forward
from generation.faces.published.resnet import CHIP
from generation.faces.values import Face, Floats, Picture, Template

BATCH: Final = 8  # chips; larger ones gain nothing and take more memory
NEAR: Final = 1e-5  # of any of the 128 numbers; two pictures of one person lie 0.3 apart


def encode_batch(pictures: Sequence[Picture], faces: Sequence[Face]) -> tuple[Template, ...]:
    """One template a picture, interchangeable with those of the reference encoder.

    Raises FaceError weights_missing or weights_changed, and ValueError.
    """
    chips = [alignment.chip(picture, face) for picture, face in zip(pictures, faces, strict=True)]
    return tuple(encoder.template(vector) for vector in encode_chips(np.stack(chips))) if chips else ()


def encode_chips(chips: Picture) -> Floats:
    """Upright chips uint8[N, 150, 150, 3], RGB, N at least 1, to vectors float32[N, 128]; the errors of `encode_batch`."""
    return np.concatenate([forward.vectors(chips[start : start + BATCH]) for start in range(0, len(chips), BATCH)])


@cache
def check() -> None:
    """Raise FaceError weights_missing or weights_changed unless both encoders say the same of one chip, here and now."""
    chip = _known()
    apart = float(np.abs(forward.vectors(chip[None])[0] - encoder.of_chip(chip)).max())
    if not apart <= NEAR:
        raise FaceError(
            "weights_changed",
            f"The two face encoders differ by {apart:.2g} on this machine: numpy's linear algebra computes something else here."
            " Install the numpy that the lock file names, or unset OPENBLAS_CORETYPE.",
        )


def _known() -> Picture:
    """Slow waves in three colours: the same everywhere, without a file."""
    down, along = np.mgrid[0:CHIP, 0:CHIP] / 17
    waves = np.stack([np.sin(along), np.sin(down), np.sin(along - down)], axis=-1)
    return np.asarray(np.rint(127.5 + 100 * waves), np.uint8)
