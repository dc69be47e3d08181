"""Odd pixels and odd files go the whole way, or are refused with a sentence."""

import io

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.requirement("R30")


def file(image, kind, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_alpha(image):
    image.putalpha(Image.new("L", image.size, 255))
    return image


PIXELS = {
    "CMYK JPEG": lambda image: file(image.convert("CMYK"), "JPEG", quality=95),
    "grey JPEG": lambda image: file(image.convert("L"), "JPEG", quality=95),
    "grey with alpha": lambda image: file(image.convert("LA"), "PNG"),
    "alpha PNG": lambda image: file(with_alpha(image.copy()), "PNG"),
    "16-bit PNG": lambda image: file(Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257), "PNG"),
    "palette PNG": lambda image: file(image.quantize(256), "PNG"),
    "WebP": lambda image: file(image, "WEBP", quality=95),
    "AVIF": lambda image: file(image, "AVIF", quality=90),
}
REFUSED = {
    "GIF": lambda image: file(image, "GIF"),
    "animated GIF": lambda image: file(image, "GIF", save_all=True, append_images=[image.rotate(90)]),
    "16-bit TIFF": lambda image: file(Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257), "TIFF"),
    "TIFF": lambda image: file(image, "TIFF"),
}


@pytest.fixture(scope="module")
def portrait(hopper):
    return Image.fromarray(hopper)


@pytest.mark.parametrize("kind", PIXELS)
def test_odd_pixels_are_measured_as_the_person_they_show(sent, portrait, kind):
    answer = sent(PIXELS[kind](portrait))
    assert (answer.refused, answer.told) == ("", "")
    grey = "natural_colour" in answer.failed()
    assert grey == (kind.startswith(("grey", "16")))


def test_a_phones_heic_file_is_taken_in(sent, shared):
    answer = sent((shared / "formats" / "phone.heif").read_bytes())
    assert answer.refused == ""
    assert answer.photo.width > 0


@pytest.mark.parametrize("kind", REFUSED)
def test_other_files_are_refused_by_name_with_what_to_send(sent, portrait, kind):
    answer = sent(REFUSED[kind](portrait))
    assert answer.refused == "format"
    assert answer.told == f"This is a {kind.split()[-1]} file. Send a JPEG, PNG, WebP, HEIC or AVIF file."


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["bad_inputs", "formats"])
def test_every_file_of_the_pack_ends_in_a_measurement_or_a_sentence(sent, shared, folder):
    paths = sorted((shared / folder).iterdir())
    answers = {path.name: sent(path.read_bytes()) for path in paths}
    silent = [name for name, each in answers.items() if not each.photo and not each.told.endswith(".")]
    waiting = [name for name, each in answers.items() if each.photo and each.photo.job_state not in ("done", "failed")]
    untold = [
        name for name, each in answers.items() if each.photo and each.photo.job_state == "failed" and not each.told
    ]
    assert (silent, waiting, untold) == ([], [], [])
    assert len({each.refused for each in answers.values()}) >= 2
