"""Pictures in the private storage: sealed with their person's key, found by their digest, never changed."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from accounts import sealed_files
from accounts.models import Person
from generation.pictures import Picture, decode, decode_reduced


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture file in the private storage."""

    name: str
    sha256: str
    width: int
    height: int
    size: int


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
    """The array of a stored picture, no longer than `longest` pixels: decoded small."""
    return decode_reduced(read(name), longest=longest)
