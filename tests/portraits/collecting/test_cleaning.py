"""What a picture file must be, and what is left of it."""

import io
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from generation import faces
from portraits.collecting.cleaning import PictureRefusedError, clean

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIMITS = {"max_bytes": 25_000_000, "max_pixels": 64_000_000, "now": NOW}
TAKEN = {
    "hopper.avif",
    "hopper.png",
    "hopper.webp",
    "hopper_gray.jpg",
    "phone.heif",
    "rot1mir0.avif",
    "transparent.webp",
}
TAKEN_THOUGH_ODD = {
    "app13-multiple.jpg", "broken_exif_dpi.jpg", "exif-dpi-zerodivision.jpg", "exif_gps_typeerror.jpg",
    "exif_typeerror.jpg", "exifinvalid_image00971.jpg", "exifinvalid_image01088.jpg", "invalid-exif.jpg",
    "invalid-exif-without-x-resolution.jpg", "iptc_roundUp.jpg", "junk_jpeg_header.jpg",
}  # fmt: skip


def file(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(size=(200, 240), colour=(180, 120, 90), mode="RGB") -> Image.Image:
    return Image.new(mode, size, colour)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.requirement("R30")
def test_every_bad_file_of_the_pack_is_taken_whole_or_refused_with_a_sentence(shared):
    answers, sentences = {}, []
    for path in sorted((shared / "bad_inputs").iterdir()):
        try:
            answers[path.name] = opened(clean(path.read_bytes(), **LIMITS).data).size
        except PictureRefusedError as refused:
            answers[path.name] = refused.code
            sentences.append(str(refused))
    assert all(sentence.endswith(".") for sentence in sentences)
    taken = {name for name, answer in answers.items() if isinstance(answer, tuple)}
    assert len(answers) == 58
    assert taken == TAKEN_THOUGH_ODD


def test_the_common_photo_formats_are_taken_and_become_jpeg(shared):
    for name in TAKEN:
        cleaned = clean((shared / "formats" / name).read_bytes(), **LIMITS)
        assert opened(cleaned.data).format == "JPEG"
        assert opened(cleaned.data).mode == "RGB"


def test_every_orientation_comes_out_upright(shared):
    for shape in ("Landscape", "Portrait"):
        upright = clean((shared / "exif_orientation" / f"{shape}_1.jpg").read_bytes(), **LIMITS)
        grey = np.asarray(opened(upright.data).convert("L").resize((60, 60)), float)
        for turn in range(2, 9):
            turned = clean((shared / "exif_orientation" / f"{shape}_{turn}.jpg").read_bytes(), **LIMITS)
            other = np.asarray(opened(turned.data).convert("L").resize((60, 60)), float)
            assert abs(grey - other).mean() < 20, f"{shape} {turn}"


def test_place_serial_numbers_and_thumbnails_are_gone(shared):
    seen = 0
    for path in sorted((shared / "photo_metadata").glob("*GPS*")) + sorted((shared / "photo_metadata").glob("gps*")):
        with Image.open(path) as image:
            if min(image.size) < 96:
                continue
        cleaned = clean(path.read_bytes(), **LIMITS).data
        seen += 1
        assert not opened(cleaned).getexif()
        assert b"Exif" not in cleaned
        assert b"http://ns.adobe.com" not in cleaned
    assert seen >= 4


def test_what_somebody_wrote_into_the_file_is_gone():
    written = file(plain(), comment=b"Anna Weber, room 12", dpi=(300, 300))
    assert b"Anna Weber" in written
    cleaned = clean(written, **LIMITS).data
    assert b"Anna Weber" not in cleaned
    assert b"\xff\xfe" not in cleaned, "no comment block at all"


def exif(**tags) -> Image.Exif:
    block = Image.Exif()
    block.get_ifd(ExifTags.IFD.Exif).update({ExifTags.Base[name]: value for name, value in tags.items()})
    return block


def test_the_day_of_capture_comes_from_the_camera_with_its_offset():
    data = file(plain(), exif=exif(DateTimeOriginal="2025:03:31 23:30:00", OffsetTimeOriginal="-05:00"))
    assert clean(data, **LIMITS).captured_at == datetime(2025, 4, 1, 4, 30, tzinfo=UTC)


def test_a_camera_that_names_no_offset_means_the_hour_of_the_place():
    data = file(plain(), exif=exif(DateTimeOriginal="2025:03:31 23:30:00"))
    here = {**LIMITS, "now": NOW.astimezone(ZoneInfo("Pacific/Auckland"))}
    assert clean(data, **here).captured_at == datetime(2025, 3, 31, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "stamp", ["2031:01:01 00:00:00", "0000:00:00 00:00:00", "1899:01:01 00:00:00", "yesterday", ""]
)
def test_a_camera_clock_that_cannot_be_right_is_not_believed(stamp):
    assert clean(file(plain(), exif=exif(DateTimeOriginal=stamp)), **LIMITS).captured_at is None


def test_other_colour_spaces_become_srgb(shared):
    with Image.open(shared / "formats" / "pil_sample_cmyk.jpg") as cmyk:
        assert cmyk.mode == "CMYK"
    assert opened(clean((shared / "formats" / "pil_sample_cmyk.jpg").read_bytes(), **LIMITS).data).mode == "RGB"


def test_sixteen_bit_greys_keep_their_tone():
    deep = Image.fromarray(np.full((120, 120), 32768, np.uint16))
    assert abs(opened(clean(file(deep, "PNG"), **LIMITS).data).getpixel((60, 60))[0] - 128) <= 2


def test_what_was_transparent_becomes_white():
    cleaned = clean(file(plain(mode="RGBA", colour=(0, 0, 0, 0)), "PNG"), **LIMITS)
    assert opened(cleaned.data).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "format"),
        (b"hello", "format"),
        (file(plain((95, 300))), "too_small"),
        (file(plain(), "GIF"), "format"),
        (file(plain(), "PNG", save_all=True, append_images=[plain(colour=(0, 0, 0))]), "animated"),
        (file(plain(), "WEBP", save_all=True, append_images=[plain(colour=(0, 0, 0))]), "animated"),
        (file(plain((2000, 2000), mode="L", colour=0))[:900], "damaged"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(data, code):
    with pytest.raises(PictureRefusedError) as refused:
        clean(data, **LIMITS)
    assert refused.value.code == code


def test_a_file_that_ends_too_early_is_refused_even_after_the_encoder_was_loaded():
    faces.warm_up()
    whole = file(Image.fromarray(np.random.default_rng(3).integers(0, 255, (300, 300, 3), np.uint8)))
    with pytest.raises(PictureRefusedError) as refused:
        clean(whole[: len(whole) // 2], **LIMITS)
    assert refused.value.code == "damaged"


def test_limits_are_held_before_decoding():
    bomb = file(plain((9000, 9000), mode="L", colour=0), "PNG")
    with pytest.raises(PictureRefusedError) as refused:
        clean(bomb, **LIMITS)
    assert refused.value.code == "too_many_pixels"
    with pytest.raises(PictureRefusedError) as refused:
        clean(file(plain()), max_bytes=100, max_pixels=10**8, now=NOW)
    assert refused.value.code == "too_many_bytes"


def test_the_same_file_cleans_to_the_same_bytes():
    data = file(Image.effect_noise((200, 200), 40).convert("RGB"), "PNG")
    assert clean(data, **LIMITS).data == clean(data, **LIMITS).data


NOISE = Image.fromarray(np.random.default_rng(7).integers(0, 255, (128, 128, 3), np.uint8))
WHOLE = {kind: file(NOISE, kind) for kind in ("JPEG", "PNG", "WEBP", "AVIF")}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_file_with_flipped_bytes_is_taken_or_refused_and_nothing_else(data):
    whole = bytearray(WHOLE[data.draw(st.sampled_from(sorted(WHOLE)))])
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    with suppress(PictureRefusedError):
        assert opened(clean(bytes(whole[:cut]), **LIMITS).data).size == (128, 128)
