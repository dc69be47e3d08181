"""Small copies of private pictures, made once and kept beside them, sealed like them, by digest and size."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import Http404
from PIL import Image

from accounts import sealed_files
from accounts.models import Person
from generation import picture_files
from generation.head import Head
from portraits.publishing import framing

WIDTHS = (96, 240, 480, 960)
QUALITY = 86


class Pictured(Protocol):
    image: str
    sha256: str

    @property
    def person(self) -> Person: ...


@dataclass(frozen=True, slots=True)
class Size:
    """How wide, in pixels, and whether the face alone, square."""

    width: int
    face: bool

    @property
    def key(self) -> str:
        return f"-{self.width}" + ("-face" if self.face else "")


def asked_for(query: Mapping[str, Any]) -> Size | None:
    """The size that the address asks for, or None for the whole picture; Http404 for a size we do not make."""
    text = query.get("w")
    if text is None:
        return None
    if text not in map(str, WIDTHS):
        raise Http404
    return Size(int(text), face=query.get("face") == "1")


def thumbnail(row: Pictured, size: Size) -> bytes:
    """The JPEG of that size, from the storage or made now."""

    def make(image: Image.Image) -> Image.Image:
        return _face(image, row, size.width) if size.face else _whole(image, size.width)

    return kept(row, size.key, make)


def kept(row: Pictured, key: str, make: Callable[[Image.Image], Image.Image]) -> bytes:
    """The JPEG stored under the picture's digest and `key`; made from the picture the first time."""
    name = sealed_files.name_for(row.person, row.sha256, folder="thumbnails", suffix=f"{key}.jpg")
    if sealed_files.exists(name):
        return picture_files.read(name)
    with Image.open(io.BytesIO(picture_files.read(row.image))) as image:
        small = _encode(make(image))
    sealed_files.put(row.person, small, name)
    return small


def _encode(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _whole(image: Image.Image, width: int) -> Image.Image:
    wide = min(width, image.width)
    box = (wide, max(1, round(wide * image.height / image.width)))
    image.draft("RGB", box)  # a JPEG is decoded at a fraction of its size
    return image.convert("RGB").resize(box, Image.Resampling.LANCZOS, reducing_gap=2)


def _face(image: Image.Image, row: Pictured, width: int) -> Image.Image:
    box = _around_the_head(getattr(row, "face", None), image.size)
    return image.convert("RGB").resize((width, width), Image.Resampling.LANCZOS, box=box, reducing_gap=2)


def _around_the_head(face: dict[str, Any] | None, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The crop a round avatar would get; the upper square while nothing is known of the face."""
    if face:
        return framing.frame(Head.from_json(face), picture=size, target=(1, 1), shape="circle").box
    side = min(size)
    return ((size[0] - side) / 2, 0, (size[0] + side) / 2, side)
