"""What of a published picture's way back survives what platforms do to it, and how often another is taken for it."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from PIL import Image

from portraits.provenance import borders, cutting, iscc, mark, mark_code, matching, pdq
from portraits.provenance.matching import Prints, Shelf

SIDE = 800  # pixels, of the largest common profile picture
SMALL = 128  # pixels of pictures that are made only to be told apart
BATCH = 2_000
KEY = b"a key for measuring"

Copy = Callable[[Image.Image], Image.Image]


def jpeg(picture: Image.Image, *, side: int, quality: int, kind: str = "JPEG") -> Image.Image:
    out = io.BytesIO()
    picture.resize((side, side), Image.Resampling.LANCZOS).save(out, kind, quality=quality)
    with Image.open(io.BytesIO(out.getvalue())) as copy:
        return copy.convert("RGB")


def cropped(picture: Image.Image, *, share: float) -> Image.Image:
    """Without `share` of the picture at each side."""
    off = round(share * picture.width)
    return picture.crop((off, off, picture.width - off, picture.height - off))


def lit(picture: Image.Image, *, factor: float = 1.0, gamma: float = 1.0) -> Image.Image:
    return picture.point(lambda value: min(255, round(255 * (value / 255) ** gamma * factor)))


def screenshot(picture: Image.Image) -> Image.Image:
    """Shown 500 pixels wide on a plain page, photographed by the machine itself."""
    page = Image.new("RGB", (1280, 800), (246, 244, 240))
    page.paste(lit(picture.resize((500, 500), Image.Resampling.BICUBIC), gamma=1.03), (391, 117))
    return page


COPIES: dict[str, Copy] = {
    "800 px, quality 70": partial(jpeg, side=800, quality=70),
    "400 px, quality 70": partial(jpeg, side=400, quality=70),
    "400 px, quality 50": partial(jpeg, side=400, quality=50),
    "200 px, quality 70": partial(jpeg, side=200, quality=70),
    "96 px, quality 80": partial(jpeg, side=96, quality=80),
    "400 px WebP, quality 75": partial(jpeg, side=400, quality=75, kind="WEBP"),
    "twice: 640 px q80, 400 px q70": lambda picture: jpeg(jpeg(picture, side=640, quality=80), side=400, quality=70),
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "20 % darker": partial(lit, factor=0.8),
    "10 % brighter, highlights cut": partial(lit, factor=1.1),
    "screenshot on a plain page": screenshot,
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "cropped by 1 % a side": partial(cropped, share=0.01),
    "cropped by 3 % a side": partial(cropped, share=0.03),
    "cropped by 5 % a side": partial(cropped, share=0.05),
}


@dataclass(slots=True)
class Recovery:
    """Of how many copies the mark was read right, both fingerprints agreed, and either led back."""

    name: str
    mark: int = 0
    prints: int = 0
    either: int = 0
    of: int = 0


@dataclass(slots=True)
class Change:
    """What the mark does to pictures: peak signal-to-noise ratios in decibel and the largest step in grey levels."""

    psnr: list[float] = field(default_factory=list)
    largest: int = 0


def square(picture: Image.Image) -> Image.Image:
    """The largest upper square, as a profile picture is."""
    side = min(picture.size)
    left = (picture.width - side) // 2
    box = (left, 0, left + side, side)
    return picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS, box=box)


def prints(picture: Image.Image) -> Prints:
    return Prints(iscc.of_picture(picture), pdq.of_picture(picture))


def recover(pictures: Sequence[Image.Image]) -> tuple[list[Recovery], Change, int]:
    """Rows for every kind of copy, what the mark changed, and marks read where none was written."""
    rows, change, imagined = [Recovery(name) for name in COPIES], Change(), 0
    for picture in pictures:
        whole = square(picture)
        imagined += mark.read(whole, key=KEY) is not None
        mark_id = mark_code.new_id()
        published = mark.write(whole, mark_id, key=KEY)
        _note_change(change, whole, published)
        for row, make in zip(rows, COPIES.values(), strict=True):
            _try(row, make(published), published, mark_id)
    return rows, change, imagined


def _try(row: Recovery, copy: Image.Image, published: Image.Image, mark_id: str) -> None:
    # As `portraits.publishing.finding` looks.
    ways = [each for each in (borders.trimmed(copy), copy) if each is not None]
    marks = [mark.read(each, key=KEY) for each in ways]
    read = any(found and found.mark_id == mark_id for found in marks)
    same = any(_same(each, published) for each in ways)
    row.mark, row.prints, row.either, row.of = (
        row.mark + read,
        row.prints + same,
        row.either + (read or same),
        row.of + 1,
    )


def _same(copy: Image.Image, published: Image.Image) -> bool:
    """Whether both fingerprints agree, or come near and the pixels show a cut-out."""
    near = matching.apart(prints(copy), prints(published))
    return near.same or (
        near.pdq <= cutting.NEAR_PDQ and near.iscc <= cutting.NEAR_ISCC and cutting.found(copy, published) is not None
    )


def _note_change(change: Change, before: Image.Image, after: Image.Image) -> None:
    off = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    change.psnr.append(float(10 * np.log10(255**2 / max((off**2).mean(), 1e-9))))
    change.largest = max(change.largest, int(np.abs(off).max()))


def others(pictures: Sequence[Image.Image], count: int, *, seed: int = 1) -> Iterator[Prints]:
    """Fingerprints of `count` different pictures of portrait kind: two of these laid over each other, each cut anew."""
    random = np.random.default_rng(seed)
    small = [square(picture).convert("L").resize((2 * SMALL, 2 * SMALL)) for picture in pictures]
    for _ in range(count):
        first, second = random.choice(len(small), 2, replace=False)
        yield prints(Image.blend(_cut(small[first], random), _cut(small[second], random), random.uniform(0.35, 0.65)))


def _cut(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    side = random.uniform(0.75, 1.0) * picture.width
    left, top = random.uniform(0, picture.width - side, 2)
    cut = picture.resize((SMALL, SMALL), Image.Resampling.BILINEAR, box=(left, top, left + side, top + side))
    return cut.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if random.random() < 0.5 else cut


@dataclass(frozen=True, slots=True)
class FalseMatches:
    """Pairs of different pictures that were held against each other, and how many each rule calls the same."""

    pairs: int
    by_pdq: int
    by_iscc: int
    by_both: int

    @property
    def most(self) -> float:
        """The rate that lies above the true one with 95 % (rule of three when there is none)."""
        return 3 / self.pairs if not self.by_both else (self.by_both + 2 * self.by_both**0.5 + 2) / self.pairs


def false_matches(asked: Sequence[Prints], shelf: Shelf) -> FalseMatches:
    """Every one of `asked`, none of which is on the shelf, held against all that are."""
    wide = [shelf.all_within(each, pdq=256, iscc=matching.ISCC_SAME) for each in asked]
    tall = [shelf.all_within(each, pdq=matching.PDQ_SAME, iscc=256) for each in asked]
    both = sum(near.same for found in wide for near in found)
    return FalseMatches(len(asked) * len(shelf), sum(map(len, tall)), sum(map(len, wide)), both)
