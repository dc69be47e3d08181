"""One line of capitals, kerned and tracked. Accents are set from the font's own marks: the font Pillow ships has none.

A letter with a mark is its base letter and the mark above or below it (Unicode decomposition); letters that do not
decompose are spelled out as their languages do where they lack them. Other scripts need a font of their own.
"""

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

TRACKING = 0.035  # of the font size: capitals need air
WEIGHT = 0.014  # of the font size, drawn around each letter: the font ships in its regular weight only
GAP = 0.10  # of the capitals' height, between a letter and its mark
SPELLED = {"Æ": "AE", "Œ": "OE", "Ø": "OE", "Þ": "TH", "Ð": "D", "Đ": "D", "Ł": "L", "İ": "I", "ẞ": "SS"}
MARKS = {  # combining mark: the glyph it is set with, and that glyph's size of the letter's
    "\u0300": ("`", 1.0),
    "\u0301": ("\u00b4", 1.0),
    "\u0302": ("^", 0.42),
    "\u0303": ("~", 0.75),
    "\u0304": ("-", 0.9),
    "\u0306": ("u", 0.32),
    "\u0307": (".", 0.8),
    "\u0308": ("..", 0.8),
    "\u030a": ("\u00b0", 0.65),
    "\u030b": ("\u00b4\u00b4", 0.9),
    "\u030c": ("v", 0.34),
    "\u0327": (",", 0.7),
    "\u0328": (",", 0.7),
}
BELOW = ("\u0327", "\u0328")


class LabelError(ValueError):
    """The label cannot be drawn; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """Base letters with their marks ("" for none), where each begins, and the length of all. Pixels."""

    letters: tuple[tuple[str, str], ...]
    offsets: tuple[float, ...]
    length: float
    font: ImageFont.FreeTypeFont
    path: Path | None
    capitals: int

    @property
    def marked(self) -> bool:
        return any(mark for _, mark in self.letters)


def set_line(text: str, capitals: int, path: Path | None) -> Line:
    """Set `text` in capitals `capitals` pixels high. Raises LabelError for letters the font lacks."""
    font = _font(path, capitals)
    letters = _spell(text.strip().upper(), font)
    offsets, length = _spaced("".join(base for base, _ in letters), font)
    return Line(letters, offsets, length, font, path, capitals)


def draw_line(line: Line, size: tuple[int, int], baseline: int) -> Image.Image:
    """The line's ink in the middle of an area of `size`, an L picture."""
    ink = Image.new("L", size)
    draw = ImageDraw.Draw(ink)
    left = (size[0] - line.length) / 2
    for (base, mark), offset in zip(line.letters, line.offsets, strict=True):
        _put(draw, base, (left + offset, baseline), line.font)
        if mark:
            _put_mark(draw, base, mark, (left + offset, baseline), line)
    return ink


@lru_cache(maxsize=32)
def _font(path: Path | None, capitals: int) -> ImageFont.FreeTypeFont:
    """A font whose capitals are `capitals` pixels high: the one Pillow ships (Aileron, CC0) unless a path is given."""
    _, top, _, bottom = _load(path, 200).getbbox("H", anchor="ls")
    return _load(path, 200 * capitals / (bottom - top))


@lru_cache(maxsize=64)
def _load(path: Path | None, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size) if path else ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise LabelError("Labels need Pillow with FreeType.")
    return font


def _spell(words: str, font: ImageFont.FreeTypeFont) -> tuple[tuple[str, str], ...]:
    if not words:
        raise LabelError("A label needs words.")
    nothing = bytes(font.getmask("\uffff"))
    letters, missing = [], set()
    for letter in words:
        for base, mark in _parts(letter, font, nothing):
            letters.append((base, mark))
            if not _has(font, base, nothing) or (mark and mark not in MARKS):
                missing.add(letter)
    if missing:
        raise LabelError(f"The label's font has no {' '.join(sorted(missing))}: give a font that has.")
    return tuple(letters)


def _parts(letter: str, font: ImageFont.FreeTypeFont, nothing: bytes) -> list[tuple[str, str]]:
    if _has(font, letter, nothing):
        return [(letter, "")]
    if letter in SPELLED:
        return [(each, "") for each in SPELLED[letter]]
    apart = unicodedata.normalize("NFD", letter)
    return [(apart[0], apart[1:])]


def _has(font: ImageFont.FreeTypeFont, letter: str, nothing: bytes) -> bool:
    return letter.isspace() or bytes(font.getmask(letter)) != nothing


def _spaced(words: str, font: ImageFont.FreeTypeFont) -> tuple[tuple[float, ...], float]:
    offsets, at = [], 0.0
    for letter, following in zip(words, [*words[1:], ""], strict=True):
        offsets.append(at)
        kerned = font.getlength(letter + following) - font.getlength(following) if following else 0.0
        at += kerned + TRACKING * font.size if following else font.getlength(letter)
    return tuple(offsets), at


def _put(draw: ImageDraw.ImageDraw, text: str, at: tuple[float, float], font: ImageFont.FreeTypeFont) -> None:
    draw.text(at, text, fill=255, font=font, anchor="ls", stroke_width=WEIGHT * font.size)


def _put_mark(draw: ImageDraw.ImageDraw, base: str, mark: str, at: tuple[float, float], line: Line) -> None:
    """Centre the mark on its letter, `GAP` above its top or right at its foot."""
    glyph, share = MARKS[mark]
    font = _load(line.path, line.font.size * share)
    letter, inked = _inked(base, line.font), _inked(glyph, font)
    x = at[0] + (letter[0] + letter[2]) / 2 - (inked[0] + inked[2]) / 2
    lift = -inked[1] if mark in BELOW else -inked[3] - (1 + GAP) * line.capitals
    _put(draw, glyph, (x, at[1] + lift), font)


def _inked(text: str, font: ImageFont.FreeTypeFont) -> tuple[int, int, int, int]:
    """The box of the ink from where the text begins on its baseline; the font's own box reaches down to the baseline."""
    reach = 2 * math.ceil(font.size)
    sheet = Image.new("L", (2 * reach, 2 * reach))
    _put(ImageDraw.Draw(sheet), text, (reach, reach), font)
    left, top, right, bottom = sheet.getbbox() or (reach, reach, reach, reach)
    return left - reach, top - reach, right - reach, bottom - reach
