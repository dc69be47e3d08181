"""A picture of a hundred megapixels is refused by its header: nothing of it is unpacked."""

import io

import pytest
from django.utils import timezone
from PIL import Image, ImageFile

from portraits.collecting.cleaning import PictureRefusedError, clean


@pytest.fixture(scope="module")
def hundred_megapixels() -> bytes:
    out = io.BytesIO()
    Image.new("L", (11_600, 8_700), 180).save(out, "JPEG", quality=40)
    return out.getvalue()


@pytest.mark.requirement("R30")
def test_a_hundred_megapixels_are_refused_with_the_limit_and_without_unpacking(sent, hundred_megapixels, monkeypatch):
    monkeypatch.setattr(ImageFile.ImageFile, "load", None)  # unpacking anything would count as damage
    answer = sent(hundred_megapixels)
    assert answer.refused == "too_many_pixels"
    assert answer.told == "The picture has more than 64 megapixels. Send a smaller version."


def test_the_limit_is_the_operators_and_not_the_librarys(collins_jpeg, monkeypatch):
    pixels, told = 512 * 512, {"max_bytes": 10**7, "now": timezone.now()}
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", pixels - 1)
    assert clean(collins_jpeg, max_pixels=pixels, **told).width == 512
    with pytest.raises(PictureRefusedError, match=r"more than 0\.2 megapixels"):
        clean(collins_jpeg, max_pixels=200_000, **told)
