"""Whether a picture is a cut-out of a published one, and from where: at the scale and place at which both agree best.

Fingerprints of a whole picture lose it when a few hundredths are cut off; they still say which pictures to look at. This then
compares pixels, so that what only looks alike is not taken for it: another shot of the same sitting is not the same.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

NEAR_PDQ, NEAR_ISCC = 80, 70  # bits of 256: what a cut of up to 3 hundredths a side leaves; a stranger has 128
COARSE, FINE = 64, 192  # pixels across the whole picture at which it is looked for, and at which it is held against
LOWEST: Final = 8  # pixels: less shows nothing that could agree
LEAST: Final = 0.88  # of the whole's width that a cut-out has
ALIKE = 0.95  # correlation of grey values: cut-outs at 400 px and quality 70 have 0.97 and more, two sittings of one person 0.61

Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cut:
    """Left, top and width as shares of the whole's width, and how well both agree there, at most 1."""

    left: float
    top: float
    share: float
    alike: float


def found(picture: Image.Image, whole: Image.Image) -> Cut | None:
    """Where `picture` was cut out of `whole`; None where it was not."""
    rough = _best(picture, whole, COARSE, np.arange(LEAST, 1.0001, 0.01))
    if rough is None or rough.alike < ALIKE - 0.1:
        return None
    near = np.arange(max(LEAST, rough.share - 0.015), min(1.0, rough.share + 0.015) + 1e-6, 0.005)
    best = _best(picture, whole, FINE, near)
    return best if best and best.alike >= ALIKE else None


def _best(picture: Image.Image, whole: Image.Image, across: int, shares: NDArray[np.float64]) -> Cut | None:
    ground = _grey(whole, across, round(across * whole.height / whole.width))
    cuts = [_at(picture, ground, float(share)) for share in shares]
    return max((cut for cut in cuts if cut), key=lambda cut: cut.alike, default=None)


def _at(picture: Image.Image, ground: Grey, share: float) -> Cut | None:
    """The best place of the picture when it has that share of the width; None where it would not fit in."""
    height, width = ground.shape
    wide = round(share * width)
    tall = round(wide * picture.height / picture.width)
    if not LOWEST <= tall <= height or wide > width:
        return None
    part = _grey(picture, wide, tall)
    part = (part - part.mean()) / max(float(part.std()), 1e-3)
    windows = sliding_window_view(ground, part.shape)
    spread = np.maximum(windows.std(axis=(2, 3)), 1e-3)
    agreement = np.einsum("ijkl,kl->ij", windows, part, optimize=True) / part.size / spread
    top, left = np.unravel_index(int(agreement.argmax()), agreement.shape)
    return Cut(float(left / width), float(top / width), wide / width, float(agreement[top, left]))


def _grey(picture: Image.Image, wide: int, tall: int) -> Grey:
    small = picture.convert("L").resize((wide, tall), Image.Resampling.BOX, reducing_gap=2)
    return np.asarray(small, dtype=np.float32)
