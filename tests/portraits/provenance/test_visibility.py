"""How much of the mark stands on a face: small, and more of what is there the darker it is."""

import numpy as np
import pytest
from PIL import Image

from portraits.provenance import visibility
from portraits.provenance.visibility import Traces

FACE = (180.0, 60.0, 270.0, 180.0)


@pytest.mark.requirement("N09")
@pytest.mark.requirement("R66")
def test_what_the_mark_adds_to_a_face_is_small_and_grows_as_a_share_of_what_is_there_the_darker_it_is(astronaut):
    light = Image.fromarray(astronaut)
    dark = Image.fromarray((astronaut * 0.4).astype(np.uint8))
    on_light, on_dark = (visibility.trace(each, FACE) for each in (light, dark))
    assert on_light.psnr > 48
    assert on_light.largest <= 4
    assert on_light.contrast < 2
    assert on_dark.contrast > on_light.contrast


def test_the_table_tells_each_band_that_was_seen_and_no_other():
    traces = Traces()
    traces.rows["dark"] += [visibility.Trace(1.0, 51.0, 3), visibility.Trace(3.0, 49.0, 4)]
    assert traces.lines(["light", "dark"])[2:] == ["| dark | 2 | 2.00 (3.00) | 50.0 | 4 |"]
