"""A cut-out is found again where it lies; another sitting of the same person is nobody's cut-out."""

import io

import numpy as np
import pytest
from PIL import Image

from portraits.provenance import cutting


@pytest.fixture(scope="module")
def whole(astronaut) -> Image.Image:
    return Image.fromarray(astronaut)


def copied(picture: Image.Image) -> Image.Image:
    out = io.BytesIO()
    picture.resize((400, round(400 * picture.height / picture.width))).save(out, "JPEG", quality=70)
    with Image.open(io.BytesIO(out.getvalue())) as copy:
        return copy.convert("RGB")


@pytest.mark.requirement("N09")
@pytest.mark.parametrize("box", [(5, 5, 507, 507), (15, 15, 497, 497), (0, 0, 486, 512), (24, 0, 512, 480)])
def test_what_was_cut_off_at_any_side_is_told_by_the_pixels_that_are_left(whole, box):
    cut = cutting.found(copied(whole.crop(box)), whole)
    assert cut is not None
    assert cut.left * 512 == pytest.approx(box[0], abs=6)
    assert cut.top * 512 == pytest.approx(box[1], abs=6)
    assert cut.share * 512 == pytest.approx(box[2] - box[0], abs=6)


def test_the_whole_is_a_cut_out_of_itself_and_somebody_else_and_a_mirror_image_are_none(whole, hopper):
    assert cutting.found(copied(whole), whole)
    other = Image.fromarray(hopper).crop((0, 0, 512, 512))
    assert cutting.found(copied(other), whole) is None
    assert cutting.found(whole.transpose(Image.Transpose.FLIP_LEFT_RIGHT), whole) is None


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (64, 64)])
def test_plain_and_tiny_pictures_of_any_shape_are_none(whole, size):
    assert cutting.found(Image.new("RGB", size, "grey"), whole) is None
    assert cutting.found(Image.fromarray(np.zeros((64, 64, 3), np.uint8)), whole) is None
