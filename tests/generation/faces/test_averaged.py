"""A steadier template for putting candidates in order."""

import numpy as np
import pytest

from generation import faces


@pytest.fixture(scope="module")
def face(astronaut):
    return faces.subject(astronaut)


def test_it_is_compared_like_any_template_and_close_to_the_plain_one(astronaut, face):
    plain, steady = faces.encode(astronaut, face), faces.encode_averaged(astronaut, face)
    assert 0 < faces.distance(plain, steady) < 0.25


def test_a_mirror_image_is_much_closer_than_by_the_plain_template(astronaut, face):
    flipped = np.ascontiguousarray(astronaut[:, ::-1])
    other = faces.subject(flipped)
    plain = faces.distance(faces.encode(astronaut, face), faces.encode(flipped, other))
    steady = faces.distance(faces.encode_averaged(astronaut, face), faces.encode_averaged(flipped, other))
    assert steady < 0.7 * plain


def test_the_same_picture_gives_the_same_numbers(astronaut, face):
    one, other = (faces.encode_averaged(astronaut, face) for _ in range(2))
    assert np.array_equal(one.vector, other.vector)
