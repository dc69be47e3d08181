"""A stored picture is the same pixels, whoever opens it."""

import io

import numpy as np
import pytest
from PIL import Image

from generation import faces, pictures


@pytest.mark.parametrize("subsampling", [0, 2], ids=["full colour", "quarter of the colour"])
def test_opening_a_stored_picture_gives_what_pillow_gives(astronaut, subsampling: int) -> None:
    out = io.BytesIO()
    Image.fromarray(astronaut[:301, :413]).save(out, "JPEG", quality=95, subsampling=subsampling)
    assert np.array_equal(faces.opened(out.getvalue()), pictures.decode(out.getvalue()))


def test_what_cannot_be_opened_is_no_picture() -> None:
    with pytest.raises(ValueError, match="cannot be decoded"):
        faces.opened(b"\xff\xd8 and nothing more")
