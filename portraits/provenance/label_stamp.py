"""The label's drawing: capitals on a pill with a hairline, in a dark and a light tone.

Pill and hairline contrast by more than 16 with each other, so whatever pixel lies beside an outlined pill contrasts by
more than 4 with one of the two: the label needs no quiet background. Where the pill alone stands out it has no outline.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]

INK: Colour = (20, 22, 27)
PAPER: Colour = (250, 250, 248)
PILL_HEIGHT = 1.8  # of the capitals' height
PADDING = 0.8  # of the capitals' height, left and right of the text
TRACKING = 0.035  # of the font size: capitals need air
WEIGHT = 0.014  # of the font size, drawn around each letter: the font ships in its regular weight only
HAIRLINE = 0.05  # of the capitals' height
FINER = 8  # times finer is the pill drawn before it is reduced


class Tone(StrEnum):
    DARK = "dark"
    LIGHT = "light"


COLOURS = {Tone.DARK: (INK, PAPER), Tone.LIGHT: (PAPER, INK)}  # pill; text and hairline


class LabelError(ValueError):
    """The label cannot be drawn; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The drawing, RGBA, and the height of its capitals in pixels."""

    picture: Image.Image
    capitals: int
    tone: Tone
    outlined: bool


def stamp(text: str, capitals: int, tone: Tone, *, outlined: bool, font: Path | None = None) -> Stamp:
    """Draw `text` in capitals `capitals` pixels high. Raises LabelError for letters the font lacks."""
    words = text.strip().upper()
    face = _font(font, capitals)
    _hold_letters(words, face)
    offsets, length = _set(words, face)
    height = round(capitals * PILL_HEIGHT)
    height += (height - capitals) % 2  # the same room above and below
    size = max(round(length + 2 * PADDING * capitals), height), height
    pill, contrasting = COLOURS[tone]
    picture = _pill(size, max(1.0, capitals * HAIRLINE) if outlined else 0.0, pill, contrasting)
    ink = _letters(words, face, offsets, size, baseline=(height + capitals) // 2, length=length)
    picture.paste(Image.new("RGBA", size, (*contrasting, 255)), mask=ink)
    return Stamp(picture, capitals, tone, outlined)


def luminance(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """WCAG 2.2 relative luminance of sRGB pixels, ... x 3 -> ..., 0 to 1."""
    linear = _LINEAR[pixels]
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), dtype=np.float64)


def contrast(first: NDArray[np.float64] | float, second: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """WCAG 2.2 contrast ratio of two luminances, 1 to 21."""
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


_LEVELS = np.arange(256) / 255
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=32)
def _font(path: Path | None, capitals: int) -> ImageFont.FreeTypeFont:
    """A font whose capitals are `capitals` pixels high: the one Pillow ships (Aileron, CC0) unless a path is given."""
    measure = _load(path, 200)
    _, top, _, bottom = measure.getbbox("H", anchor="ls")
    return _load(path, 200 * capitals / (bottom - top))


def _load(path: Path | None, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size) if path else ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise LabelError("Labels need Pillow with FreeType.")
    return font


def _hold_letters(words: str, font: ImageFont.FreeTypeFont) -> None:
    if not words:
        raise LabelError("A label needs words.")
    nothing = bytes(font.getmask("\uffff"))
    missing = sorted({letter for letter in words if not letter.isspace() and bytes(font.getmask(letter)) == nothing})
    if missing:
        raise LabelError(f"The label's font has no {' '.join(missing)}: give a font that has.")


def _set(words: str, font: ImageFont.FreeTypeFont) -> tuple[list[float], float]:
    """Where each letter begins, kerned and tracked, and the length of the line. Pixels."""
    offsets, at = [], 0.0
    for letter, following in zip(words, [*words[1:], ""], strict=True):
        offsets.append(at)
        kerned = font.getlength(letter + following) - font.getlength(following) if following else 0.0
        at += kerned + TRACKING * font.size if following else font.getlength(letter)
    return offsets, at


def _letters(
    words: str,
    font: ImageFont.FreeTypeFont,
    offsets: list[float],
    size: tuple[int, int],
    *,
    baseline: int,
    length: float,
) -> Image.Image:
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    left = (size[0] - length) / 2
    for letter, offset in zip(words, offsets, strict=True):
        draw.text((left + offset, baseline), letter, fill=255, font=font, anchor="ls", stroke_width=WEIGHT * font.size)
    return mask


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
