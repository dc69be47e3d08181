"""A label icon that comes as a file, as the EU publishes its own: laid into the picture as it is, never redrawn.

It takes the place that words would take. It counts only where it is large enough and stands out from the very pixels it
lies on (WCAG 2.2, 1.4.11: 3 to 1; its own inside 4.5 to 1 where it brings its ground along); an official icon has no outline
of ours. Where no icon does, the words stand, and the evidence says why.
"""

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from portraits.provenance.label import LabelError, LabelEvidence, Labelled
from portraits.provenance.label_places import SHAPES, Box, Place, holds, place, usual_face
from portraits.provenance.label_stamp import Tone, contrast, luminance

MAX_BYTES = 256_000
LONGEST, SHORTEST = 4096, 96  # pixels of the file's sides: never enlarged when it is laid into a picture
NARROWEST, WIDEST = 0.5, 6.0  # width divided by height, of what is drawn
SHARE, LEAST_SHARE = 0.12, 0.10  # of the picture's short side: letters of half the icon's height are then 5 % of it
LEAST_PIXELS = 24
SEEN = 100  # of 255: the opacity from which a pixel belongs to the icon; the EU's pale variants are half transparent
LEAST_SEEN = 0.05  # of the icon's box
SOLID = 0.6  # of the icon's box, from which it brings its own ground
STANDS_OUT, READABLE = 3.0, 4.5
EXTREMES = [2, 98]  # per cent of the icon: fine letters are little of a plate
MIDDLE = 0.18  # luminance as far from black as from white, by contrast
WORST = 5  # per cent of the pixels beside the icon may stand out less: a few of a photo's always do


class IconRefusedError(ValueError):
    """The file is no icon that can label a picture; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Icon:
    """A file that was accepted. `says` is what it says to a reader, `digest` SHA-256 of its bytes."""

    says: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def check(data: bytes) -> tuple[int, int]:
    """Width and height of an icon's file. Raises IconRefusedError."""
    if len(data) > MAX_BYTES:
        raise IconRefusedError(f"The file is larger than {MAX_BYTES // 1000} kB: save the icon smaller.")
    picture = _opened(data)
    drawn = picture.getchannel("A").point(lambda value: 255 * (value >= SEEN))
    box = drawn.getbbox()
    if box is None or np.asarray(drawn.crop(box)).mean() / 255 < LEAST_SEEN:
        raise IconRefusedError("Nothing can be seen in it: it is transparent almost everywhere.")
    width, height = box[2] - box[0], box[3] - box[1]
    if height < SHORTEST:
        raise IconRefusedError(f"The icon is {height} pixels high: send one of at least {SHORTEST}.")
    if not NARROWEST <= width / height <= WIDEST:
        raise IconRefusedError("The icon is too long or too narrow to lie in a picture where a label does.")
    return picture.size


def draw(picture: Image.Image, icon: Icon, shape: str, *, avoid: Sequence[Box] | None = None) -> Labelled:
    """A copy of `picture` with the icon in it, as `label.draw` does it with words. Raises LabelError: no place, no contrast."""
    if shape not in SHAPES:
        raise LabelError(f"A placement has no shape {shape!r}.")
    image = picture.convert("RGB")
    drawn, found = _fit(icon, image.size, shape, [usual_face(image.size)] if avoid is None else avoid)
    before = image.copy()
    image.paste(drawn, found.box[:2], drawn)
    inside, edge = _contrasts(before, image, drawn, found.box)
    if edge < STANDS_OUT and not (_solid(drawn) and inside >= READABLE):
        raise LabelError(f"The icon does not stand out there: contrast {edge:.1f}, and {STANDS_OUT:.0f} is needed.")
    evidence = _evidence(image, icon, drawn, found, shape)
    return Labelled(image, replace(evidence, contrast=round(inside, 2), edge_contrast=round(edge, 2)))


def _opened(data: bytes) -> Image.Image:
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise IconRefusedError("This is no PNG file: send the icon as PNG with a transparent ground.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=["PNG"]) as file:
                _refuse_unseen(file)
                return file.convert("RGBA")
    except IconRefusedError:
        raise
    except (
        OSError,
        EOFError,
        ValueError,
        SyntaxError,
        struct.error,
        zlib.error,
        Warning,
        Image.DecompressionBombError,
    ) as problem:
        raise IconRefusedError("The file is broken: fetch the icon again.") from problem


def _refuse_unseen(file: Image.Image) -> None:
    """What the header alone tells, before any pixel is decoded; then whether anything is transparent."""
    if max(file.size) > LONGEST:
        raise IconRefusedError(f"The icon is {max(file.size)} pixels long: send one of at most {LONGEST}.")
    if getattr(file, "is_animated", False):
        raise IconRefusedError("The icon moves: send a still one.")
    transparent = "A" in file.getbands() or "transparency" in file.info
    if not transparent or file.convert("RGBA").getchannel("A").getextrema()[0] == 255:
        raise IconRefusedError("The icon has no transparent ground: send the PNG file that has one.")


def _fit(icon: Icon, size: tuple[int, int], shape: str, avoid: Sequence[Box]) -> tuple[Image.Image, Place]:
    """The largest size that has a place."""
    whole = _opened(icon.data)
    cut = whole.crop(whole.getchannel("A").getbbox())
    short = min(size)
    least = max(round(LEAST_SHARE * short), LEAST_PIXELS)
    for height in range(max(round(SHARE * short), least), least - 1, -1):
        width = round(cut.width * height / cut.height)
        found = place(size, (width, height), shape, avoid)
        if found:
            return cut.resize((width, height), Image.Resampling.LANCZOS), found
    raise LabelError(f"No place for the icon in {size[0]} x {size[1]} pixels.")


def _contrasts(before: Image.Image, after: Image.Image, drawn: Image.Image, box: Box) -> tuple[float, float]:
    """The contrast within the icon as it lies there, and of its outline with the picture beside it."""
    seen = drawn.getchannel("A").point(lambda value: 255 * (value >= SEEN))
    mask = Image.new("L", before.size)
    mask.paste(seen, box[:2])
    inner = np.asarray(mask) > 0
    reach = Image.new("L", before.size)
    reach.paste(mask.filter(ImageFilter.MaxFilter(5)))
    beside = (np.asarray(reach) > 0) & ~inner
    outline = inner & ~(np.asarray(mask.filter(ImageFilter.MinFilter(3))) > 0)
    there, here = luminance(np.asarray(before))[beside], luminance(np.asarray(after))
    low, high = np.percentile(here[inner], EXTREMES)
    edge = contrast(there, float(np.median(here[outline]))) if there.size else np.zeros(1)
    return float(contrast(float(low), float(high))), float(np.percentile(edge, WORST))


def _solid(drawn: Image.Image) -> bool:
    return float((np.asarray(drawn.getchannel("A")) == 255).mean()) >= SOLID


def _evidence(image: Image.Image, icon: Icon, drawn: Image.Image, found: Place, shape: str) -> LabelEvidence:
    """Without its contrasts, which need the picture as it was before."""
    ink = luminance(np.asarray(drawn.convert("RGB")))[np.asarray(drawn.getchannel("A")) >= SEEN]
    return LabelEvidence(
        text=icon.says,
        box=found.box,
        corner=found.corner,
        tone=Tone.DARK if np.median(ink) < MIDDLE else Tone.LIGHT,
        outlined=False,
        contrast=0,
        edge_contrast=0,
        text_height_px=drawn.height,
        inside_every_crop=holds(image.size, found.box, shape),
        size=image.size,
        digest=hashlib.sha256(drawn.tobytes()).hexdigest(),
        icon=icon.digest,
    )
