"""A file sealed in pieces, so that a large one is neither made nor opened in memory (the STREAM construction).

    magic 8 | person 8 | salt 16 | piece, piece, ... each 1 MiB and a tag of 16; the last may be shorter, and says so

Each file has a key of its own, derived from the person's key and the salt. Numbers and the mark of the last piece are
in the nonces: pieces that were swapped, repeated, or cut off do not open. The binding is authenticated with each.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC: Final = b"LKSEAL1\n"
SALT_BYTES: Final = 16
PERSON_BYTES: Final = 8
HEADER_BYTES: Final = len(MAGIC) + PERSON_BYTES + SALT_BYTES
PIECE: Final = 1024 * 1024
TAG_BYTES: Final = 16


class StreamBrokenError(ValueError):
    """The sealed file was changed, cut off, moved, or is another person's."""


def owner(header: bytes) -> int | None:
    """The id of the person whose key seals it; None for a file that is not sealed."""
    if not header.startswith(MAGIC) or len(header) < HEADER_BYTES:
        return None
    return int.from_bytes(header[len(MAGIC) : len(MAGIC) + PERSON_BYTES], "big")


def sealed(plain: Iterable[bytes], *, key: bytes, person_id: int, binding: str) -> Iterator[bytes]:
    """The sealed file of the plain bytes, piece by piece."""
    header = MAGIC + person_id.to_bytes(PERSON_BYTES, "big") + secrets.token_bytes(SALT_BYTES)
    cipher, bound = _cipher(key, header), header + binding.encode()
    yield header
    for number, piece, last in _pieces(plain, PIECE):
        yield cipher.encrypt(_nonce(number, last=last), piece, bound)


def opened(file: Iterable[bytes], *, key: bytes, binding: str) -> Iterator[bytes]:
    """The plain bytes of a sealed file, piece by piece. Raises StreamBrokenError."""
    rest = iter(file)
    header, begun = _header(rest)
    cipher, bound = _cipher(key, header), header + binding.encode()
    for number, piece, last in _pieces(_chain(begun, rest), PIECE + TAG_BYTES):
        try:
            yield cipher.decrypt(_nonce(number, last=last), piece, bound)
        except InvalidTag as broken:
            raise StreamBrokenError("The sealed file is not what was sealed here.") from broken


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[-SALT_BYTES:]
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"likeness sealed file").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _header(parts: Iterator[bytes]) -> tuple[bytes, bytes]:
    begun = b""
    while len(begun) < HEADER_BYTES:
        part = next(parts, None)
        if part is None:
            raise StreamBrokenError("The sealed file was cut off.")
        begun += part
    return begun[:HEADER_BYTES], begun[HEADER_BYTES:]


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _pieces(parts: Iterable[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Number, bytes, and whether it is the last: there is always a last one, which may be empty."""
    number, held = 0, bytearray()
    for part in parts:
        held += part
        while len(held) > size:
            yield number, bytes(held[:size]), False
            del held[:size]
            number += 1
    yield number, bytes(held), True
