"""Pictures as files and as arrays: decoded the same way everywhere, sealed, found by their digest, never changed."""

import hashlib
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from accounts import sealed_files
from accounts.models import Person

Picture = NDArray[np.uint8]
JPEG_QUALITY = 95  # with full colour resolution: a gate compares textures of two such files
STRIP = 256  # rows


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture file in the private storage."""

    name: str
    sha256: str
    width: int
    height: int
    size: int


def encode(picture: Picture) -> bytes:
    """A JPEG of an upright sRGB array H x W x 3, uint8."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return out.getvalue()


def decode(data: bytes) -> Picture:
    """The upright sRGB array of a file that intake or this module wrote."""
    with Image.open(io.BytesIO(data)) as image:
        return _array(image)


def store(data: bytes, *, person: Person, folder: str, suffix: str = ".jpg") -> StoredPicture:
    """Seal an encoded picture with the person's key and keep it; the same bytes are stored once. Raises ErasedError."""
    digest = hashlib.sha256(data).hexdigest()
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
    name = sealed_files.put(person, data, sealed_files.name_for(person, digest, folder=folder, suffix=suffix))
    return StoredPicture(name=name, sha256=digest, width=width, height=height, size=len(data))


def read(name: str) -> bytes:
    """The bytes of a stored file, its seal opened in memory."""
    return sealed_files.get(name)


def load(name: str) -> Picture:
    """The array of a stored picture."""
    return decode(read(name))


def load_reduced(name: str, *, longest: int = 2048) -> Picture:
    """The array of a stored picture, no longer than `longest` pixels: decoded small, which is what takes the time."""
    with Image.open(io.BytesIO(read(name))) as image:
        image.draft("RGB", (longest, longest))
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2)
        return _array(image)


def _array(image: Image.Image) -> Picture:
    """The pixels, in strips: Pillow hands over a whole picture through several copies of it, which takes as long again
    as decoding. Converting what is RGB already would be one more."""
    rgb = image if image.mode == "RGB" else image.convert("RGB")
    out = np.empty((rgb.height, rgb.width, 3), np.uint8)
    for top in range(0, rgb.height, STRIP):
        bottom = min(rgb.height, top + STRIP)
        out[top:bottom] = np.asarray(rgb.crop((0, top, rgb.width, bottom)))
    return out
