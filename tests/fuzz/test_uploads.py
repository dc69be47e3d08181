"""Uploads as an attacker sends them: broken, huge when opened, two things at once. Never a fault, never a file left behind."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings as product
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from portraits.models import Photo
from tests import cast as people

pytestmark = pytest.mark.django_db
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MANY = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 250), 60).convert("RGB").save(out, form)
    return out.getvalue()


WHOLE = {form: picture(form) for form in FORMATS}


def jpeg_with(segment: bytes, payload: bytes) -> bytes:
    body = WHOLE["JPEG"]
    return body[:2] + segment + struct.pack(">H", min(len(payload) + 2, 65_535)) + payload[:65_533] + body[2:]


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data or zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A ZIP of 50 MB of nothing in 50 kB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", b"\x00" * 50_000_000)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
XML = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;&b;</x>'
STRANGE = {
    "nothing": b"",
    "one byte": b"\xff",
    "a start and no more": WHOLE["JPEG"][:20],
    "zip bomb": bomb(),
    "declared 60000 x 60000": png_of(60_000, 60_000),
    "declared 0 x 0": png_of(0, 0),
    "inflates beyond its size": png_of(64, 64, zlib.compress(b"\x00" * 20_000_000)),
    "text bomb": b"\x89PNG\r\n\x1a\n" + png_of(8, 8)[8:33] + struct.pack(">I", 20) + b"zTXt" + b"k\x00\x00" + zlib.compress(b"a" * 10_000_000),
    "picture and page": jpeg_with(b"\xff\xfe", b"<html><script>alert(1)</script></html>"),
    "picture and archive": WHOLE["JPEG"] + bomb()[:5000],
    "page that calls itself a picture": b"<html><script>alert(1)</script></html>",
    "svg": SVG,
    "entities": XML,
    "exif that points at itself": jpeg_with(b"\xff\xe1", b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00" + b"\x69\x87\x04\x00\x01\x00\x00\x00\x08\x00\x00\x00" * 9),
    "xmp with entities": jpeg_with(b"\xff\xe1", b"http://ns.adobe.com/xap/1.0/\x00" + XML),
    "phar": WHOLE["JPEG"] + b"<?php __HALT_COMPILER(); ?>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    "tiff": b"II*\x00" + b"\x08\x00\x00\x00" * 200,
    "gif of many": b"GIF89a\xff\xff\xff\xff" + b"\x00" * 800,
}  # fmt: skip


@pytest.fixture
def send(db):
    """Send bytes as a selfie; give the answer's status, once it is sure that it was all or nothing."""
    client = Client(raise_request_exception=False)
    client.force_login(people.assemble().eileen, backend="allauth.account.auth_backends.AuthenticationBackend")

    def sent(data: bytes, name: str = "me.jpg") -> int:
        before = Photo.objects.count(), files()
        upload = SimpleUploadedFile(name, data, "image/jpeg")
        status = client.post(reverse("portal:selfie"), {"picture": upload, "still": "yes"}).status_code
        after = Photo.objects.count(), files()
        assert status in (302, 400, 413, 422), status
        if status == 302:
            assert [path for path in after[1] if path.startswith("photos/")]
        else:
            assert after == before
        return status

    return sent


def files() -> list[str]:
    root = Path(product.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_is_refused_in_words_or_kept_as_a_picture(send, name: str) -> None:
    send(STRANGE[name])


@MANY
@given(form=st.sampled_from(FORMATS), data=st.data())
def test_a_picture_with_changed_bytes(send, form: str, data) -> None:
    body = bytearray(WHOLE[form])
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=9)
    ):
        body[place % len(body)] = value
    send(bytes(body))


@MANY
@given(form=st.sampled_from(FORMATS), end=st.integers(0, 3000), more=st.binary(max_size=60))
def test_a_picture_cut_short_or_with_a_tail(send, form: str, end: int, more: bytes) -> None:
    send(WHOLE[form][:end] + more)


def _sendable(name: str) -> bool:
    """Django's client refuses to send a file whose name is nothing but a folder."""
    return "\x00" not in name and bool(name.strip()) and name.rpartition("/")[2] not in ("", ".", "..")


@MANY
@given(data=st.binary(max_size=400), name=st.text(max_size=60).filter(_sendable))
def test_any_bytes_under_any_name(send, data: bytes, name: str) -> None:
    send(data, name)


def test_the_real_bad_pictures(send, shared) -> None:
    folder = shared / "bad_inputs"
    said = {path.name: send(path.read_bytes()[:3_000_000], path.name) for path in sorted(folder.iterdir())}
    assert sum(status == 422 for status in said.values()) > len(said) / 2


def test_a_telephones_pictures_with_changed_bytes(send, shared) -> None:
    for path in sorted((shared / "formats").glob("*.hei[cf]"))[:3]:
        whole = path.read_bytes()
        for place in range(8, 600, 37):
            send(whole[:place] + b"\xff\x00" + whole[place + 2 :][:200_000], path.name)
