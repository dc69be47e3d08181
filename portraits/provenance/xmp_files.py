"""Put an XMP packet into a JPEG, PNG or WebP file and take it out again, byte for byte and without touching a pixel.

Written against the containers' own rules (XMP part 3; JPEG APP1, PNG iTXt, WebP RIFF). A malformed file raises
XmpError and nothing else. Embedding into a file that is signed breaks its signature: sign last.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import TypeVar

JPEG_NAME = b"http://ns.adobe.com/xap/1.0/\0"
JPEG_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
PNG_BEGINNING = b"\x89PNG\r\n\x1a\n"
PNG_NAME = b"XML:com.adobe.xmp"
LARGEST_SEGMENT = 0xFFFF - 2
LARGEST_PACKET = 1_000_000  # bytes that a compressed packet may grow to
XMP_FLAG = 0x04  # of VP8X
ALPHA_FLAG = 0x10
Door = TypeVar("Door")


class XmpError(ValueError):
    """The file is not what it says it is, or the packet does not fit."""


def embed(data: bytes, mime: str, packet: bytes) -> bytes:
    """The file with `packet` in the place of whatever XMP it had. Raises XmpError."""
    return _door(_EMBED, mime)(data, packet)


def read(data: bytes, mime: str) -> bytes | None:
    """The packet in a file, None when it has none. Raises XmpError."""
    return _door(_READ, mime)(data)


def _door(doors: dict[str, Door], mime: str) -> Door:
    if mime not in doors:
        raise XmpError(f"XMP is written to JPEG, PNG and WebP files, not to {mime}.")
    return doors[mime]


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and whole bytes of each segment; the last one is everything from the scan on."""
    if data[:2] != b"\xff\xd8":
        raise XmpError("This is not a JPEG file.")
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise XmpError("A JPEG segment does not begin where it should.")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = len(data) if marker == 0xDA else _segment_end(data, at, marker)
        yield marker, data[at:end]
        if marker == 0xDA:
            return
        at = end
    raise XmpError("The JPEG file ends before its picture.")


def _segment_end(data: bytes, at: int, marker: int) -> int:
    if marker == 0x01 or 0xD0 <= marker <= 0xD8:
        return at + 2
    length = int.from_bytes(data[at + 2 : at + 4])
    if length < 2 or at + 2 + length > len(data):
        raise XmpError("A JPEG segment is longer than the file.")
    return at + 2 + length


def _embed_jpeg(data: bytes, packet: bytes) -> bytes:
    body = JPEG_NAME + packet
    if len(body) > LARGEST_SEGMENT:
        raise XmpError("The packet is larger than one JPEG segment.")
    own = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    out, written = bytearray(b"\xff\xd8"), False
    for marker, segment in _jpeg_segments(data):
        if marker == 0xE1 and segment[4:].startswith((JPEG_NAME, JPEG_EXTENSION)):
            continue
        if not written and not _goes_first(marker, segment):
            out += own
            written = True
        out += segment
    return bytes(out)


def _goes_first(marker: int, segment: bytes) -> bool:
    return marker == 0xE0 or (marker == 0xE1 and segment[4:10] == b"Exif\0\0")


def _read_jpeg(data: bytes) -> bytes | None:
    for marker, segment in _jpeg_segments(data):
        if marker == 0xE1 and segment[4:].startswith(JPEG_NAME):
            return segment[4 + len(JPEG_NAME) :]
    return None


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Type, body and whole bytes of each chunk, up to and with IEND."""
    if not data.startswith(PNG_BEGINNING):
        raise XmpError("This is not a PNG file.")
    at = len(PNG_BEGINNING)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        if end > len(data):
            raise XmpError("A PNG chunk is longer than the file.")
        kind = data[at + 4 : at + 8]
        yield kind, data[at + 8 : end - 4], data[at:end]
        if kind == b"IEND":
            return
        at = end
    raise XmpError("The PNG file ends before its end.")


def _embed_png(data: bytes, packet: bytes) -> bytes:
    body = PNG_NAME + b"\0\0\0\0\0" + packet  # keyword, not compressed, no language, no translated keyword
    own = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    out, written = bytearray(PNG_BEGINNING), False
    for kind, content, raw in _png_chunks(data):
        if kind == b"iTXt" and content.startswith(PNG_NAME + b"\0"):
            continue
        if kind == b"IDAT" and not written:
            out += own
            written = True
        out += raw
    if not written:
        raise XmpError("The PNG file has no picture.")
    return bytes(out)


def _read_png(data: bytes) -> bytes | None:
    for kind, content, _ in _png_chunks(data):
        if kind == b"iTXt" and content.startswith(PNG_NAME + b"\0"):
            return _international_text(content[len(PNG_NAME) + 1 :])
    return None


def _international_text(content: bytes) -> bytes:
    parts = content[2:].split(b"\0", 2)
    if len(parts) < 3:
        raise XmpError("A PNG text chunk is cut short.")
    return _inflate(parts[2]) if content[0] else parts[2]


def _inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, LARGEST_PACKET)
    except zlib.error:
        raise XmpError("A PNG text chunk cannot be unpacked.") from None


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise XmpError("This is not a WebP file.")
    at, end = 12, 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise XmpError("The WebP file is shorter than it says.")
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > end:
            raise XmpError("A WebP chunk is longer than the file.")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _embed_webp(data: bytes, packet: bytes) -> bytes:
    chunks = [chunk for chunk in _webp_chunks(data) if chunk[0] != b"XMP "]
    if not chunks:
        raise XmpError("The WebP file has no picture.")
    if chunks[0][0] != b"VP8X":
        chunks.insert(0, (b"VP8X", _extended_header(*chunks[0])))
    header = chunks[0][1]
    if len(header) < 10:
        raise XmpError("The WebP header is cut short.")
    chunks[0] = (b"VP8X", bytes([header[0] | XMP_FLAG]) + header[1:])
    body = b"".join(_webp_chunk(kind, content) for kind, content in [*chunks, (b"XMP ", packet)])
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _extended_header(kind: bytes, content: bytes) -> bytes:
    """The VP8X header of a simple file, from the size in its bitstream (RFC 9649)."""
    if kind == b"VP8 " and len(content) >= 10:
        flags = 0
        width, height = (int.from_bytes(content[at : at + 2], "little") % 0x4000 - 1 for at in (6, 8))
    elif kind == b"VP8L" and len(content) >= 5:
        bits = int.from_bytes(content[1:5], "little")
        flags = ALPHA_FLAG if bits >> 28 & 1 else 0
        width, height = bits & 0x3FFF, bits >> 14 & 0x3FFF
    else:
        raise XmpError("The WebP file does not begin with a picture.")
    if width < 0 or height < 0:
        raise XmpError("The WebP picture has no size.")
    return bytes([flags, 0, 0, 0]) + width.to_bytes(3, "little") + height.to_bytes(3, "little")


def _read_webp(data: bytes) -> bytes | None:
    return next((content for kind, content in _webp_chunks(data) if kind == b"XMP "), None)


_EMBED: dict[str, Callable[[bytes, bytes], bytes]] = {
    "image/jpeg": _embed_jpeg,
    "image/png": _embed_png,
    "image/webp": _embed_webp,
}
_READ: dict[str, Callable[[bytes], bytes | None]] = {
    "image/jpeg": _read_jpeg,
    "image/png": _read_png,
    "image/webp": _read_webp,
}
