"""One line of a label: runs of one script each, kerned, tracked where the script allows it, and in reading order.

Scripts whose letters change with their neighbours are shaped whole; words written to the left begin at the right, and so
does what stands before them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from portraits.provenance.label_fonts import JOINERS, Face, LabelError, faces, shapes_words

__all__ = ["LabelError", "Line", "draw_line", "set_line"]

TRACKING = 0.035  # of the font size: capitals need air
WORD_SPACE, THIN_SPACE = 0.40, 0.14  # of the capitals' height, between scripts with and without a space


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What is drawn at once, and where it begins: pixels from the line's left end."""

    text: str
    font: ImageFont.FreeTypeFont
    leftwards: bool
    at: float


@dataclass(frozen=True, slots=True)
class Line:
    """`above` and `below` are how far the ink reaches over the baseline and under it. Pixels."""

    glyphs: tuple[Glyphs, ...]
    length: float
    above: float
    below: float


def set_line(text: str, capitals: int, own: Path | None) -> Line:
    """Set `text` in capitals `capitals` pixels high. Raises LabelError for letters that no font has."""
    words = text.strip().upper()
    if not words:
        raise LabelError("A label needs words.")
    runs = _runs(words, faces(own))
    if any(face.script.leftwards for face, _ in runs):
        runs = runs[::-1]
    glyphs, length = _placed(runs, capitals)
    boxes = [each.font.getbbox(each.text, anchor="ls", direction=_way(leftwards=each.leftwards)) for each in glyphs]
    return Line(glyphs, length, max(-box[1] for box in boxes), max(0.0, *(box[3] for box in boxes)))


def draw_line(line: Line, size: tuple[int, int], baseline: int) -> Image.Image:
    """The line's ink in the middle of an area of `size`, an L picture."""
    ink = Image.new("L", size)
    draw = ImageDraw.Draw(ink)
    left = (size[0] - line.length) / 2
    for each in line.glyphs:
        place = left + each.at, baseline
        draw.text(place, each.text, fill=255, font=each.font, anchor="ls", direction=_way(leftwards=each.leftwards))
    return ink


def _runs(words: str, known: tuple[Face, ...]) -> list[tuple[Face, str]]:
    """Neighbouring letters of one font together; a space belongs to what stands before it."""
    chosen: list[Face | None] = []
    for letter in words:
        keeps = chosen and chosen[-1] is not None and (letter.isspace() or letter in JOINERS)
        chosen.append(chosen[-1] if keeps else next((face for face in known if face.has(letter)), None))
    missing = sorted({letter for letter, face in zip(words, chosen, strict=True) if face is None})
    if missing:
        raise LabelError(f"The label's fonts have no {' '.join(missing)}: give a font that has.")
    pairs = groupby(zip(chosen, words, strict=True), key=lambda pair: pair[0])
    runs = [(face, "".join(letter for _, letter in group)) for face, group in pairs if face is not None]
    _hold_shaping(runs)
    return runs


def _hold_shaping(runs: list[tuple[Face, str]]) -> None:
    shaped = sorted({face.script.name for face, _ in runs if face.script.shaped})
    if shaped and not shapes_words():
        raise LabelError(f"{' and '.join(shaped)} need Pillow with Raqm and FriBiDi: install libfribidi.")


def _placed(runs: list[tuple[Face, str]], capitals: int) -> tuple[tuple[Glyphs, ...], float]:
    glyphs: list[Glyphs] = []
    at, before = 0.0, ""
    for face, text in runs:
        at += _gap(before, text) * capitals
        font, before = face.sized(capitals), text
        for piece, advance in _pieces(text.strip(), face, capitals):
            if not piece.isspace():
                glyphs.append(Glyphs(piece, font, face.script.leftwards, at))
            at += advance
    return tuple(glyphs), at


def _gap(before: str, text: str) -> float:
    """Between two runs, of the capitals' height."""
    if not before:
        return 0.0
    return WORD_SPACE if before != before.strip() or text != text.strip() else THIN_SPACE


def _pieces(text: str, face: Face, capitals: int) -> Iterator[tuple[str, float]]:
    """What is drawn at once, and how far the next begins after it. Some fonts have no space, so none is asked for it."""
    font = face.sized(capitals)
    if not face.script.tracked or face.script.leftwards:
        yield text, font.getlength(text, direction=_way(leftwards=face.script.leftwards))
        return
    for letter, following in pairwise([*text, ""]):
        if letter.isspace():
            yield letter, WORD_SPACE * capitals
            continue
        kerned = font.getlength(letter + following) - font.getlength(following) if following else 0.0
        yield letter, kerned + TRACKING * font.size if following else font.getlength(letter)


def _way(*, leftwards: bool) -> str | None:
    return "rtl" if leftwards and shapes_words() else None
