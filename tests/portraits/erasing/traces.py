"""Looking for what must be gone: pieces of pictures and templates as bytes, as text of bytes, and as pictures again."""

import base64
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from portraits.provenance import fingerprint

PIECE = 24  # bytes: nothing this long of a compressed picture stands anywhere by chance
NEAR = 8  # bits of 64 between fingerprints of one picture, smaller or saved again


def pieces(data: bytes, *, many: int = 60) -> list[bytes]:
    """Pieces from all over, without the head that all pictures share."""
    start = min(1024, len(data) // 3)
    step = max((len(data) - start - PIECE) // many, 1)
    found = [data[at : at + PIECE] for at in range(start, len(data) - PIECE, step)]
    return [piece for piece in found if len(set(piece)) > PIECE // 2]


def spelled(piece: bytes) -> Iterator[bytes]:
    """The piece as it may stand in a file: raw, as hexadecimal, as base64 begun anywhere, turned round."""
    yield piece
    yield piece[::-1]
    yield piece.hex().encode()
    yield piece.hex().upper().encode()
    for skip in range(3):
        whole = piece[skip : skip + (PIECE - 3) // 3 * 3]
        yield base64.b64encode(whole)
        yield base64.urlsafe_b64encode(whole)


def needles(pictures: Iterable[bytes], template: bytes) -> set[bytes]:
    """Everything to look for."""
    found = {each for data in pictures for piece in pieces(data) for each in spelled(piece)}
    found |= {each for at in range(0, len(template) - PIECE, PIECE) for each in spelled(template[at : at + PIECE])}
    numbers = np.frombuffer(template, "<f4")
    return found | {f"{float(number):.6f}"[:8].encode() for number in numbers if abs(number) > 1}


def traces(places: Iterable[tuple[str, bytes]], pictures: Iterable[bytes], template: bytes) -> list[str]:
    """Where something of them was found."""
    pictures = [*pictures]
    looked_for = needles(pictures, template)
    prints = [fingerprint.of(data) for data in pictures if _opens(data)]
    return [name for name, data in places if _holds(data, looked_for) or _shows(data, prints)]


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        yield from ((str(path), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file())


def _holds(data: bytes, looked_for: set[bytes]) -> bool:
    return any(needle in data for needle in looked_for)


def _shows(data: bytes, prints: list[str]) -> bool:
    """Whether a file is a picture that looks like one of them, however it was saved again."""
    if not _opens(data):
        return False
    seen = fingerprint.of(data)
    return any(fingerprint.distance(seen, each) <= NEAR for each in prints)


def _opens(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return False
    return True
