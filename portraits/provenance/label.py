"""The visible label: plain capitals on a small pill, inside every crop of the placement, readable on any picture.

Text is at least 5 % of the short side (China's labelling measures, the strictest figure in the rule packs) and never
under 14 px on a picture of 400 px or more. Contrast is WCAG 2.2: text on its pill >= 4.5 (1.4.3), the pill against
the picture >= 3 (1.4.11), both measured on the drawn pixels. No official icon is redrawn: plain words are an equal label,
and `label_icon` lays an icon's own file.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from portraits.provenance.label_places import SHAPES, Box, Place, holds, place, usual_face
from portraits.provenance.label_stamp import COLOURS, Stamp, Tone, contrast, luminance, stamp
from portraits.provenance.label_text import LabelError

__all__ = ["LabelError", "LabelEvidence", "Labelled", "draw", "is_present"]

TEXT_SHARE = 0.05  # of the short side
TEXT_PIXELS = 14
TINY_SHARE = 0.115  # of the short side, where 14 px would be too much: 11 px capitals on a 96 px picture
LEAST_PIXELS = 9  # capitals of 7 px cannot be read (measured on 96 px avatars)
EDGE_CONTRAST = 3.0
BESIDE = 2  # pixels around the pill that its edge is measured against
PRESENT = 0.80  # correlation with the drawn label; figures in docs/decisions/0005-provenance.md


@dataclass(frozen=True, slots=True)
class LabelEvidence:
    """What was drawn where. `box` is in pixels of a picture of `size`; `digest` is SHA-256 of the drawing itself.

    Where an icon was laid there in place of words, `icon` is SHA-256 of its file, `text` what it says, `text_height_px`
    its height; where words stand though there is an icon, `why_words` says why.
    """

    text: str
    box: Box
    corner: str
    tone: Tone
    outlined: bool
    contrast: float
    edge_contrast: float
    text_height_px: int
    inside_every_crop: bool
    size: tuple[int, int]
    digest: str
    icon: str = ""
    why_words: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "box": list(self.box), "size": list(self.size), "tone": self.tone.value}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "LabelEvidence":
        return cls(**{**said, "box": tuple(said["box"]), "size": tuple(said["size"]), "tone": Tone(said["tone"])})


@dataclass(frozen=True, slots=True)
class Labelled:
    picture: Image.Image
    evidence: LabelEvidence


def draw(
    picture: Image.Image, text: str, shape: str, *, avoid: Sequence[Box] | None = None, font: Path | None = None
) -> Labelled:
    """A copy of `picture` with the label in it, and the evidence.

    `shape` is the placement's crop (circle, rounded, square, rectangle), `avoid` the boxes of eyes and mouth (the
    usual place of a face when not given), `font` one for scripts that the shipped one lacks. Raises LabelError when
    the words do not fit, or no place is left that is clear of the face.
    """
    if shape not in SHAPES:
        raise LabelError(f"A placement has no shape {shape!r}.")
    image, text = picture.convert("RGB"), " ".join(text.split())
    faces = [usual_face(image.size)] if avoid is None else avoid
    drawn, found = _fit(image.size, text, shape, faces, font)
    tone, outlined = _stands_out(image, drawn, found.box)
    drawn = stamp(text, drawn.capitals, tone, outlined=outlined, font=font)
    image.paste(drawn.picture, found.box[:2], drawn.picture)
    return Labelled(image, _evidence(image, text, drawn, found, shape))


def text_heights(size: tuple[int, int]) -> range:
    """Heights of the capitals in pixels to try on a picture of `size`, the wanted one first, the least allowed last."""
    short = min(size)
    least = max(math.ceil(TEXT_SHARE * short), LEAST_PIXELS)
    return range(max(math.ceil(min(TEXT_PIXELS, TINY_SHARE * short)), least), least - 1, -1)


def is_present(picture: Image.Image, evidence: LabelEvidence, *, font: Path | None = None) -> bool:
    """Whether a published file still shows its label: the drawing made again, correlated with what is there.

    Tolerates re-compression and resizing; a picture cropped to other proportions does not count as the same file.
    """
    width, height = evidence.size
    if abs(picture.width * height - picture.height * width) > max(width, height) * 2:
        return False
    seen = picture.convert("RGB").resize(evidence.size, Image.Resampling.BICUBIC).crop(evidence.box)
    drawn = _again(evidence, font).picture
    solid = np.asarray(drawn.getchannel("A")) == 255
    return _correlation(np.asarray(seen.convert("L"))[solid], np.asarray(drawn.convert("L"))[solid]) >= PRESENT


def is_as_published(picture: Image.Image, evidence: LabelEvidence, published: Image.Image) -> bool:
    """The same of an icon, whose drawing is not made again: held against the file that was published."""
    width, height = evidence.size
    if abs(picture.width * height - picture.height * width) > max(width, height) * 2:
        return False
    seen = picture.convert("L").resize(evidence.size, Image.Resampling.BICUBIC).crop(evidence.box)
    return _correlation(np.asarray(seen), np.asarray(published.convert("L").crop(evidence.box))) >= PRESENT


def _fit(size: tuple[int, int], text: str, shape: str, avoid: Sequence[Box], font: Path | None) -> tuple[Stamp, Place]:
    """The largest drawing that has a place. Its tone waits for the place, which decides what is beside it."""
    for capitals in text_heights(size):
        drawn = stamp(text, capitals, Tone.DARK, outlined=True, font=font)
        found = place(size, drawn.picture.size, shape, avoid)
        if found:
            return drawn, found
    raise LabelError(f"No place for the label in {size[0]} x {size[1]} pixels: use fewer words.")


def _stands_out(image: Image.Image, drawn: Stamp, box: Box) -> tuple[Tone, bool]:
    """The dark pill wherever it stands out, being the quieter; an outline when a pixel beside the pill is too like it."""
    beside = luminance(_beside(image, drawn, box))
    dark = contrast(np.median(beside), _luminance_of(Tone.DARK)) >= EDGE_CONTRAST
    tone = Tone.DARK if dark else Tone.LIGHT
    return tone, bool(contrast(beside, _luminance_of(tone)).min() < EDGE_CONTRAST)


def _edge_contrast(image: Image.Image, drawn: Stamp, box: Box) -> float:
    """The contrast of the pixel beside the pill that stands out least, against pill or outline, whichever is more."""
    beside = luminance(_beside(image, drawn, box))
    edges = [luminance(np.array(colour, dtype=np.uint8)) for colour in COLOURS[drawn.tone][: 1 + drawn.outlined]]
    return float(np.max([contrast(beside, edge) for edge in edges], axis=0).min())


def _again(evidence: LabelEvidence, font: Path | None) -> Stamp:
    return stamp(evidence.text, evidence.text_height_px, evidence.tone, outlined=evidence.outlined, font=font)


def _luminance_of(tone: Tone) -> float:
    return float(luminance(np.array(COLOURS[tone][0], dtype=np.uint8)))


def _beside(image: Image.Image, drawn: Stamp, box: Box) -> NDArray[np.uint8]:
    """The pixels just outside the pill, N x 3: a thin frame around its box, and what its round ends leave free."""
    frame = (box[0] - BESIDE, box[1] - BESIDE, box[2] + BESIDE, box[3] + BESIDE)
    covered = Image.new("L", image.size, 255)
    covered.paste(0, frame)
    covered.paste(drawn.picture.getchannel("A"), box[:2])
    return np.asarray(np.asarray(image)[np.asarray(covered) == 0], dtype=np.uint8)


def _evidence(image: Image.Image, text: str, drawn: Stamp, found: Place, shape: str) -> LabelEvidence:
    inner = luminance(np.asarray(image.crop(_within(found.box, drawn.capitals))))
    return LabelEvidence(
        text=text.strip().upper(),
        box=found.box,
        corner=found.corner,
        tone=drawn.tone,
        outlined=drawn.outlined,
        contrast=round(float(contrast(inner.max(), inner.min())), 2),
        edge_contrast=round(_edge_contrast(image, drawn, found.box), 2),
        text_height_px=drawn.capitals,
        inside_every_crop=holds(image.size, found.box, shape),
        size=image.size,
        digest=hashlib.sha256(drawn.picture.tobytes()).hexdigest(),
    )


def _within(box: Box, capitals: int) -> Box:
    """The part of the pill that the letters lie in, without its rounded ends and hairline."""
    left, top, right, bottom = box
    inset = (bottom - top - capitals) // 2
    return left + inset, top + inset, right - inset, bottom - inset


def _correlation(seen: NDArray[np.uint8], drawn: NDArray[np.uint8]) -> float:
    if seen.min() == seen.max() or drawn.min() == drawn.max():
        return 0.0
    return float(np.corrcoef(seen.ravel().astype(np.float64), drawn.ravel().astype(np.float64))[0, 1])
