"""Every part of a picture file, opened to the last box: what a stranger with a hex editor finds.

Written apart from the product's own readers: JPEG segments (JUMBF put together from its APP11 pieces), PNG chunks and WebP
chunks with what is packed in them, JUMBF boxes down to the innermost.
"""

import zlib
from collections.abc import Iterator

Part = tuple[str, bytes]  # where it lies, what lies there
PACKED = {b"iCCP", b"zTXt", b"iTXt"}


def parts(data: bytes) -> Iterator[Part]:
    """Every part with its path; nested boxes come after the box around them."""
    if data[:2] == b"\xff\xd8":
        yield from _jpeg(data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _png(data)
    elif data[:4] == b"RIFF":
        yield from _webp(data)
    else:
        yield from jumbf(data, "store")


def _jpeg(data: bytes) -> Iterator[Part]:
    at, pieces = 2, {}
    while data[at + 1] != 0xDA:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        body = data[at + 4 : at + 2 + length]
        yield f"JPEG {marker:02X}", body
        if marker == 0xEB and body[:2] == b"JP":
            number, sequence = body[2:4], int.from_bytes(body[4:8])
            pieces.setdefault(number, {})[sequence] = body[8:] if sequence == 1 else body[16:]
        at += 2 + length
    yield "JPEG scan", data[at:]
    for number in pieces:
        yield from jumbf(b"".join(pieces[number][each] for each in sorted(pieces[number])), "JUMBF")


def _png(data: bytes) -> Iterator[Part]:
    at = 8
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        yield f"PNG {kind.decode()}", body
        if kind in PACKED:
            yield from ((f"PNG {kind.decode()} unpacked", text) for text in _unpacked(body))
        if kind == b"caBX":
            yield from jumbf(body, "JUMBF")
        at += 12 + length


def _unpacked(body: bytes) -> Iterator[bytes]:
    for at in range(len(body)):
        if body[at : at + 1] == b"\x78":
            try:
                yield zlib.decompress(body[at:])
            except zlib.error:
                continue


def _webp(data: bytes) -> Iterator[Part]:
    at = 12
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        yield f"WebP {kind.decode().strip()}", body
        if kind == b"C2PA":
            yield from jumbf(body, "JUMBF")
        at += 8 + length + length % 2


def jumbf(data: bytes, path: str) -> Iterator[Part]:
    """Boxes of ISO 19566-5; a superbox is named by its own label."""
    at = 0
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + length] if length else data[at + 8 :]
        name = f"{path}/{kind.decode('latin-1')}"
        if kind == b"jumb":
            name = f"{path}/{_label(body)}"
            yield name, body
            yield from jumbf(body, name)
        else:
            yield name, body
        at += length or len(data)


def _label(superbox: bytes) -> str:
    """From the description box that a superbox begins with: after 8 bytes of header, 16 of type and one of switches."""
    return superbox[25 : superbox.index(b"\0", 25)].decode("latin-1")
