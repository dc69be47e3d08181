"""What one measurement shares - halves of the picture, one pass of the encoder - is what each would have made alone."""

import numpy as np
import pytest

from generation import faces
from generation.faces import geometry, person_network
from generation.faces.geometry import Pyramid


@pytest.fixture(scope="module")
def large(picture):
    """As large on the sensor as from a telephone, and no side a power of two."""
    from PIL import Image

    small = Image.fromarray(picture("ai_portraits/female_27.jpg"))
    return np.asarray(small.resize((1801, 1803), Image.Resampling.BICUBIC)).copy()


@pytest.fixture(scope="module")
def measured(large):
    return faces.measure(large, appearance=True)


def test_a_pyramid_halves_as_often_as_asked_and_each_time_once(large):
    levels = Pyramid.of(large)
    assert Pyramid.of(levels) is levels
    assert levels.halved(0) is large
    assert levels.halved(3).shape == (225, 225, 3)
    assert levels.halved(2) is levels.halved(2)
    assert np.array_equal(levels.halved(2), geometry.halved(large, until=(450, 450)))


@pytest.mark.parametrize("size", [64, 192, 512])
def test_a_frame_from_the_shared_halves_shows_what_it_shows_from_the_picture(large, measured, size):
    matrix = geometry.face_frame(measured.face, size=size, eyes_apart=0.4, eyes_down=0.42)
    alone = geometry.warp(large, matrix, size).astype(float)
    shared = geometry.warp(Pyramid.of(large), matrix, size)
    assert np.abs(shared - alone).mean() < 3.0, "only single pixels fall otherwise"


def test_a_part_of_the_close_up_is_that_part_of_it(large, measured):
    from generation.faces.quality.scene import Scene

    scene = Scene(large, measured.face)
    whole = scene.close_up(400)
    part = scene.part(400, down=(0.25, 0.75), across=(0.1, 0.9))
    assert np.abs(part.astype(int) - whole[100:300, 40:360]).mean() < 0.5


def test_the_appearance_of_a_measurement_is_the_appearance_of_the_picture(large, measured):
    alone = faces.appearance_of(large, measured.face)
    assert measured.appearance is not None
    for level, numbers in alone.levels.items():
        assert measured.appearance.levels[level] == pytest.approx(numbers, abs=1.0)
    assert measured.appearance.attributes == pytest.approx(alone.attributes, abs=0.02)
    assert measured.appearance.doubts == alone.doubts


def test_the_template_of_a_measurement_is_that_of_the_reference_encoder(large, measured):
    reference = faces.encode(large, measured.face)
    assert np.abs(measured.template.vector - reference.vector).max() < 1e-5


def test_what_is_not_asked_for_is_not_made(astronaut):
    plain = faces.measure(astronaut, compare=False)
    assert plain.template is None
    assert plain.appearance is None


def test_the_last_layer_of_the_segmenter_is_what_opencv_makes_of_it(astronaut):
    square = np.ascontiguousarray(astronaut[:256, 100:356])
    assert person_network._enlarging() is not None
    assert np.abs(person_network.probability(square) - person_network._whole(square)).max() < 1e-5


def test_where_opencv_names_the_layers_otherwise_its_own_answer_is_taken(astronaut, monkeypatch):
    square = np.ascontiguousarray(astronaut[:256, 100:356])
    monkeypatch.setattr(person_network, "LAST", "another")
    person_network._enlarging.cache_clear()
    assert person_network._enlarging() is None
    assert np.array_equal(person_network.probability(square), person_network._whole(square))
    person_network._enlarging.cache_clear()
