"""The fonts of labels: Noto Sans in one bold weight, cut down to the letters that labels need (fonts/NOTICE.md).

A line may need several: the capitals "AI" stand in front of words in every script. Each is sized by a letter of its own,
so that the text of every script is as high as the evidence says.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

FOLDER = Path(__file__).parent / "fonts"
WEIGHT = 700
PROBE = 200  # points in which a font is measured
JOINERS = "\u200c\u200d"  # say how letters join and are never seen


class LabelError(ValueError):
    """The label cannot be drawn; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Script:
    """`measure` is the letter whose height counts, `scale` how high it is of the capitals beside it; `tracked`: letters
    stand apart; `shaped`: they change by neighbour.
    """

    name: str
    file: str
    measure: str
    tracked: bool = True
    shaped: bool = False
    leftwards: bool = False
    scale: float = 1.0


SCRIPTS = (
    Script("Latin, Greek or Cyrillic", "latin.ttf", "H"),
    Script("Han", "han.otf", "\u56de", scale=1.18),
    Script("Hangul", "hangul.otf", "\ubbf8", scale=1.18),
    Script("Devanagari", "devanagari.ttf", "\u0915", tracked=False, shaped=True),
    Script("Arabic", "arabic.ttf", "\u0627", tracked=False, shaped=True, leftwards=True),
    Script("Hebrew", "hebrew.ttf", "\u05d0", leftwards=True),
)


@dataclass(frozen=True, slots=True)
class Face:
    """A script's font, or the operator's own in the place of all."""

    script: Script
    path: Path

    def sized(self, capitals: int) -> ImageFont.FreeTypeFont:
        """Its font whose measuring letter stands beside capitals of `capitals` pixels."""
        return _sized(self.path, self.script.measure, self.script.scale * capitals)

    def has(self, letter: str) -> bool:
        return letter.isspace() or letter in JOINERS or _has(self.path, letter)


def faces(own: Path | None) -> tuple[Face, ...]:
    """In the order in which they are asked for a letter."""
    if own is not None:
        return (Face(Script("this", "", "H"), own), *faces(None))
    return tuple(Face(script, FOLDER / script.file) for script in SCRIPTS)


def shapes_words() -> bool:
    """Whether this Pillow joins letters as Devanagari and Arabic want it (Raqm with FriBiDi)."""
    return bool(features.check("raqm")) and bool(features.check("fribidi"))


@lru_cache(maxsize=256)
def _sized(path: Path, measure: str, height: float) -> ImageFont.FreeTypeFont:
    _, top, _, bottom = _load(path, PROBE).getbbox(measure, anchor="ls")
    return _load(path, PROBE * height / (bottom - top))


@lru_cache(maxsize=256)
def _load(path: Path, size: float, engine: ImageFont.Layout | None = None) -> ImageFont.FreeTypeFont:
    try:
        font = ImageFont.truetype(path, size, layout_engine=engine)
    except OSError as problem:
        raise LabelError(f"The font {path.name} cannot be read: {problem}") from problem
    if _varies(font):
        font.set_variation_by_axes([WEIGHT])
    return font


def _varies(font: ImageFont.FreeTypeFont) -> bool:
    try:
        return bool(font.get_variation_axes())
    except OSError:
        return False


@lru_cache(maxsize=4096)
def _has(path: Path, letter: str) -> bool:
    """Letter by letter and without joining, so that a mark counts by itself."""
    font = _load(path, 32, ImageFont.Layout.BASIC)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))
