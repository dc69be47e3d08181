"""All eight orientations that a camera writes are one picture."""

import io

import numpy as np
import pytest
from PIL import ExifTags, Image

STORED = {  # orientation: how the upright picture lies in the file, as EXIF has it
    1: (), 2: ("FLIP_LEFT_RIGHT",), 3: ("ROTATE_180",), 4: ("FLIP_TOP_BOTTOM",),
    5: ("TRANSPOSE",), 6: ("ROTATE_90",), 7: ("TRANSVERSE",), 8: ("ROTATE_270",),
}  # fmt: skip


def lying(picture, orientation) -> bytes:
    image = Image.fromarray(picture)
    for turn in STORED[orientation]:
        image = image.transpose(Image.Transpose[turn])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    out = io.BytesIO()
    image.save(out, "PNG", exif=exif)
    return out.getvalue()


@pytest.fixture
def upright(sent, hopper):
    return sent(lying(hopper, 1)).photo


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("orientation", range(2, 9))
def test_every_orientation_is_measured_as_the_same_picture(sent, hopper, upright, orientation):
    answer = sent(lying(hopper, orientation))
    assert answer.photo.pk == upright.pk, "the same pixels upright are the same photo"
    assert answer.photo.job_state == "done"
    assert np.isfinite(answer.photo.quality[0]["value"])


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_picture_that_lost_its_orientation_is_said_to_lie(sent, hopper, turns):
    answer = sent(png(np.rot90(hopper, turns)))
    assert "The picture lies on its side or upside down: turn it upright." in {answer.told, *answer.advice}


def png(picture) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()
