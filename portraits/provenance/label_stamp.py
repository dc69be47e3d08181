"""The label's drawing: capitals on a pill with a hairline, in a dark and a light tone.

Pill and hairline contrast by more than 16 with each other, so whatever pixel lies beside an outlined pill contrasts by
more than 4 with one of the two: the label needs no quiet background. Where the pill alone stands out it has no outline.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from portraits.provenance.label_text import Line, draw_line, set_line

Colour = tuple[int, int, int]

INK: Colour = (20, 22, 27)
PAPER: Colour = (250, 250, 248)
ROOM = 0.4  # of the capitals' height, above and below them
AIR = 0.22  # of the capitals' height, between ink that reaches further and the pill's edge
PADDING = 0.8  # of the capitals' height, left and right of the text
HAIRLINE = 0.05  # of the capitals' height
FINER = 8  # times finer is the pill drawn before it is reduced


class Tone(StrEnum):
    DARK = "dark"
    LIGHT = "light"


COLOURS = {Tone.DARK: (INK, PAPER), Tone.LIGHT: (PAPER, INK)}  # pill; text and hairline


@dataclass(frozen=True, slots=True)
class Stamp:
    """The drawing, RGBA, and the height of its capitals in pixels."""

    picture: Image.Image
    capitals: int
    tone: Tone
    outlined: bool


def stamp(text: str, capitals: int, tone: Tone, *, outlined: bool, font: Path | None = None) -> Stamp:
    """Draw `text` in capitals `capitals` pixels high. Raises LabelError for letters the font lacks."""
    line = set_line(text, capitals, font)
    height = _height(line, capitals)
    size = max(round(line.length + 2 * PADDING * capitals), height), height
    pill, contrasting = COLOURS[tone]
    picture = _pill(size, max(1.0, capitals * HAIRLINE) if outlined else 0.0, pill, contrasting)
    ink = draw_line(line, size, baseline=(height + capitals) // 2)
    picture.paste(Image.new("RGBA", size, (*contrasting, 255)), mask=ink)
    return Stamp(picture, capitals, tone, outlined)


def _height(line: Line, capitals: int) -> int:
    """As much room above the capitals as below them, and enough for accents, vowel signs and whatever hangs down."""
    beyond = max(line.above - capitals, line.below)
    return capitals + 2 * round(max(ROOM * capitals, beyond + AIR * capitals))


def luminance(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """WCAG 2.2 relative luminance of sRGB pixels, ... x 3 -> ..., 0 to 1."""
    linear = _LINEAR[pixels]
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), dtype=np.float64)


def contrast(first: NDArray[np.float64] | float, second: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """WCAG 2.2 contrast ratio of two luminances, 1 to 21."""
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


_LEVELS = np.arange(256) / 255
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4)


def _pill(size: tuple[int, int], hairline: float, inside: Colour, line: Colour) -> Image.Image:
    width, height = size[0] * FINER, size[1] * FINER
    inset = hairline * FINER
    outer, inner = Image.new("L", (width, height)), Image.new("L", (width, height))
    ImageDraw.Draw(outer).rounded_rectangle((0, 0, width - 1, height - 1), height / 2, fill=255)
    ImageDraw.Draw(inner).rounded_rectangle(
        (inset, inset, width - 1 - inset, height - 1 - inset), height / 2 - inset, fill=255
    )
    solid = Image.composite(Image.new("RGB", size, inside), Image.new("RGB", size, line), inner.reduce(FINER))
    solid.putalpha(outer.reduce(FINER))
    return solid
