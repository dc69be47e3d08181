"""How much of the invisible mark stands on a face, by skin tone: as contrast, which is what an eye has to notice.

The mark adds grey values of about the same size everywhere, and the darker the skin the more light a grey value is of
what is there: a ratio of noise to signal over the whole picture does not show that.
"""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from portraits.provenance import mark, mark_code, survival

WEIGHTS = np.array([0.2126, 0.7152, 0.0722])  # of linear sRGB in luminance (ITU-R BT.709)


@dataclass(frozen=True, slots=True)
class Trace:
    """What the mark does to the face: root mean square in hundredths of its luminance, ratio of signal to noise in decibel,
    and the most grey levels that a pixel gained or lost."""

    contrast: float
    psnr: float
    largest: int


@dataclass(slots=True)
class Traces:
    """By band of skin tone."""

    rows: dict[str, list[Trace]] = field(default_factory=lambda: defaultdict(list))

    def lines(self, bands: Sequence[str]) -> list[str]:
        head = "| skin tone | pictures | contrast, % (most) | PSNR, dB | grey levels, most |"
        return [head, "|---|---:|---:|---:|---:|", *(_line(band, self.rows[band]) for band in bands if self.rows[band])]


def trace(picture: Image.Image, box: tuple[float, float, float, float]) -> Trace:
    """The picture as it would be published, marked, inside the ellipse of the face's box (left, top, right, bottom)."""
    marked = mark.write(picture, mark_code.new_id(), key=survival.KEY)
    face = _ellipse(picture.size, box)
    before, after = (np.asarray(each.convert("RGB"), dtype=np.float64)[face] for each in (picture, marked))
    lit, dimmed = _luminance(before), _luminance(after)
    return Trace(
        contrast=100 * float(np.sqrt(((dimmed - lit) ** 2).mean()) / lit.mean()),
        psnr=float(10 * np.log10(255**2 / max(((after - before) ** 2).mean(), 1e-9))),
        largest=int(np.abs(after - before).max()),
    )


def _ellipse(size: tuple[int, int], box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    left, top, right, bottom = box
    down, across = np.mgrid[0 : size[1], 0 : size[0]]
    x, y = (across - (left + right) / 2) / ((right - left) / 2), (down - (top + bottom) / 2) / ((bottom - top) / 2)
    return np.asarray(x**2 + y**2 <= 1)


def _luminance(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of sRGB 0..255, relative to white (IEC 61966-2-1)."""
    part = values / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ WEIGHTS)


def _line(band: str, found: Sequence[Trace]) -> str:
    contrasts = [each.contrast for each in found]
    psnr, largest = statistics.median(each.psnr for each in found), max(each.largest for each in found)
    shown = f"{statistics.median(contrasts):.2f} ({max(contrasts):.2f})"
    return f"| {band} | {len(found)} | {shown} | {psnr:.1f} | {largest} |"
