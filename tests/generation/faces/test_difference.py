"""The map of where two pictures of a person differ."""

import numpy as np
import pytest

from generation import faces
from tests.generation.faces import damage

PEOPLE = ("ai_portraits/female_12.jpg", "ai_portraits/male_53.jpg")


def coloured(picture_map):
    """Where the map is not grey."""
    return np.ptp(picture_map.astype(int), axis=2) > 24


def between(before, after):
    return faces.difference_map(before, faces.subject(before), after, faces.subject(after))


@pytest.mark.parametrize("source", PEOPLE)
def test_a_picture_and_itself_differ_nowhere(picture, source):
    assert not coloured(between(picture(source), picture(source))).any()


@pytest.mark.parametrize("source", PEOPLE)
def test_glasses_colour_the_band_of_the_eyes_and_little_else(picture, face_of, source):
    plain = picture(source)
    marked = coloured(between(plain, damage.with_glasses(plain, face_of(source))))
    eyes = slice(round(0.36 * marked.shape[0]), round(0.68 * marked.shape[0]))
    assert marked.sum() > 500
    assert marked[eyes].sum() > 0.9 * marked.sum()


@pytest.mark.parametrize(
    "nuisance", [lambda p: damage.exposed(p, -0.7), lambda p: damage.compressed(p, 30)], ids=["darker", "compressed"]
)
def test_darker_light_and_compression_colour_hardly_anything(picture, nuisance):
    plain = picture("ai_portraits/male_53.jpg")
    assert coloured(between(plain, nuisance(plain))).mean() < 0.01
