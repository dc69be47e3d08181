import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from portraits.provenance import xmp_files
from portraits.provenance.xmp_files import XmpError

PACKET = b"<x:xmpmeta>first</x:xmpmeta>"
SMALL = Image.linear_gradient("L").resize((16, 12)).convert("RGB")


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def test_a_packet_is_read_back_byte_for_byte_and_no_pixel_moves(files: dict[str, bytes], mime: str) -> None:
    written = xmp_files.embed(files[mime], mime, PACKET)
    assert xmp_files.read(written, mime) == PACKET
    assert np.array_equal(pixels(written), pixels(files[mime]))


def test_a_second_packet_takes_the_place_of_the_first(files: dict[str, bytes], mime: str) -> None:
    once = xmp_files.embed(files[mime], mime, PACKET)
    again = xmp_files.embed(xmp_files.embed(files[mime], mime, b"<other/>"), mime, PACKET)
    assert again == once


def test_a_file_without_xmp_has_none(files: dict[str, bytes], mime: str) -> None:
    assert xmp_files.read(files[mime], mime) is None


def test_pillow_finds_the_packet_too(files: dict[str, bytes], mime: str) -> None:
    with Image.open(io.BytesIO(xmp_files.embed(files[mime], mime, PACKET))) as image:
        found = image.info.get("xmp") or image.info["XML:com.adobe.xmp"].encode()
    assert found == PACKET


def test_exif_and_colour_profile_stay(encode: Callable[..., bytes], mime: str) -> None:
    exif = Image.Exif()
    exif[0x0131] = "a camera"
    data = encode(SMALL, mime, exif=exif, icc_profile=b"profile")
    with Image.open(io.BytesIO(xmp_files.embed(data, mime, PACKET))) as image:
        assert image.getexif()[0x0131] == "a camera"
        assert image.info["icc_profile"] == b"profile"


@pytest.mark.parametrize("options", [{"lossless": True}, {"lossless": False}])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_every_kind_of_webp_takes_a_packet(encode: Callable[..., bytes], mode: str, options: dict[str, bool]) -> None:
    picture = SMALL.convert(mode)
    if mode == "RGBA":
        picture.putalpha(100)
    data = encode(picture, "image/webp", **options)
    written = xmp_files.embed(data, "image/webp", PACKET)
    assert xmp_files.read(written, "image/webp") == PACKET
    assert np.array_equal(pixels(written), pixels(data))


def test_a_compressed_packet_in_png_is_read(files: dict[str, bytes]) -> None:
    body = xmp_files.PNG_NAME + b"\0\1\0\0\0" + zlib.compress(PACKET)
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    data = files["image/png"]
    assert xmp_files.read(data[:33] + chunk + data[33:], "image/png") == PACKET


def test_a_compressed_packet_cannot_grow_without_end(files: dict[str, bytes]) -> None:
    body = xmp_files.PNG_NAME + b"\0\1\0\0\0" + zlib.compress(b"a" * 20_000_000)
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    data = files["image/png"]
    found = xmp_files.read(data[:33] + chunk + data[33:], "image/png")
    assert found is not None
    assert len(found) <= xmp_files.LARGEST_PACKET


def test_a_packet_larger_than_a_jpeg_segment_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(XmpError, match="larger than one JPEG segment"):
        xmp_files.embed(files["image/jpeg"], "image/jpeg", b"a" * 65_533)


def test_other_formats_are_refused_by_name() -> None:
    with pytest.raises(XmpError, match="image/gif"):
        xmp_files.embed(b"GIF89a", "image/gif", PACKET)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\4\0\0\0WEBP", b"hello"])
def test_a_file_that_is_none_is_refused(data: bytes, mime: str) -> None:
    with pytest.raises(XmpError):
        xmp_files.embed(data, mime, PACKET)


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mutilated_file_raises_xmp_error_and_nothing_else(
    encode: Callable[..., bytes], mime: str, data: st.DataObject
) -> None:
    whole = bytearray(xmp_files.embed(encode(SMALL, mime), mime, PACKET))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    for act in (lambda: xmp_files.read(cut, mime), lambda: xmp_files.embed(cut, mime, PACKET)):
        try:
            result = act()
        except XmpError:
            continue
        assert result is None or isinstance(result, bytes)
