"""Crops that respect the head and never leave the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.head import Head
from policies import placements
from portraits.publishing.framing import CROWN, HEAD_SHARE, frame

SHAPES = st.sampled_from(sorted(HEAD_SHARE))


def head(x: float, y: float, tall: float) -> Head:
    return Head(
        right_eye=(x - 0.2 * tall, y),
        left_eye=(x + 0.2 * tall, y),
        forehead=(x, y - 0.4 * tall),
        chin=(x, y + 0.6 * tall),
        right_edge=(x - 0.4 * tall, y),
        left_edge=(x + 0.4 * tall, y),
    )


@given(
    st.integers(200, 4000),
    st.integers(200, 4000),
    st.integers(48, 2000),
    st.integers(48, 2000),
    SHAPES,
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(10, 3000),
)
def test_a_crop_never_leaves_the_picture_and_keeps_the_aspect(width, height, wide, tall, shape, x, y, face):
    cut = frame(head(x * width, y * height, face), picture=(width, height), target=(wide, tall), shape=shape)
    assert cut.left >= 0  # exactly: Pillow refuses a box that leaves the picture by a rounding error
    assert cut.top >= 0
    assert cut.right <= width
    assert cut.bottom <= height
    assert abs((cut.right - cut.left) / (cut.bottom - cut.top) - wide / tall) < 1e-6


def test_the_face_is_as_large_in_a_small_picture_as_in_a_large_one():
    small = frame(head(500, 500, 200), picture=(1000, 1250), target=(400, 400), shape="circle")
    large = frame(head(1000, 1000, 400), picture=(2000, 2500), target=(400, 400), shape="circle")
    assert (small.bottom - small.top) * 2 == large.bottom - large.top


def test_enlarging_is_said():
    cut = frame(head(100, 100, 60), picture=(200, 250), target=(800, 800), shape="square")
    assert cut.enlarged > 4


@pytest.mark.requirement("N03")
def test_an_identity_document_is_cut_as_its_rule_prescribes():
    place = placements.get("identity_document")
    taken, target = head(800, 900, 600), (place.width, place.height)
    cut = frame(taken, picture=(1600, 2000), target=target, shape=place.shape, asked=place.head)
    share = taken.face_height * (1 + CROWN) / (cut.bottom - cut.top)
    assert 0.70 <= share <= 0.80  # ICAO 9303 as the rule icao-9303-portrait has it
    assert cut.right - cut.left == pytest.approx((cut.bottom - cut.top) * 35 / 45, rel=0.01)
