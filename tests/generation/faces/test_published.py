"""dlib's published networks run by numpy: the same answers as dlib's own, and a file that changed is refused."""

import dlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation import faces
from generation.faces import FaceError, alignment, arrays, encoder, geometry, weights
from generation.faces.published import forward, heads, mmod

SAME = 0.05  # of a confidence: dlib lays all scales onto one canvas and shrinks each from the one before


@pytest.fixture(scope="module")
def published():
    return weights.turned_heads().read_bytes()


@pytest.fixture(scope="module")
def cast(astronaut, picture, face_of, astronaut_face, names):
    some = names("faces_public_domain/**/*.jpg", every=14)
    return [(astronaut, astronaut_face), *((picture(name), face_of(name)) for name in some)]


def around(picture, face):
    """The crop in which a head is looked for."""
    square = geometry.Square(face.box.centre, 2 * max(face.box.width, face.box.height), 0.0)
    return square.cut(picture, 160)


def test_templates_by_numpy_are_those_of_the_reference_encoder(cast):
    pictures, found = zip(*cast, strict=True)
    ours = faces.encode_batch(pictures, found, engine="numpy")
    for template, (picture, face) in zip(ours, cast, strict=True):
        reference = encoder.encode(picture, face)
        assert np.abs(template.vector - reference.vector).max() < 1e-5
        assert faces.distance(template, reference) < 1e-4


def test_a_batch_says_of_each_chip_and_crop_what_it_says_of_it_alone(cast):
    chips = np.stack([alignment.chip(*each) for each in cast[:3]])
    vectors, maps = forward.vectors_and_maps(chips[:1], chips[1:])
    assert np.abs(vectors - forward.vectors(chips)[:1]).max() < 1e-6
    for together, alone in zip(maps, forward.maps(chips[1:2]), strict=True):
        assert np.abs(together[:1] - alone).max() < 1e-4


def test_nothing_to_encode_is_an_empty_answer():
    none = np.empty((0, 150, 150, 3), np.uint8)
    assert forward.vectors(none).shape == (0, 128)
    assert faces.encode_batch([], [], engine="numpy") == ()


def test_a_machine_that_computes_something_else_is_refused(monkeypatch):
    monkeypatch.setattr(forward, "vectors", lambda chips: np.full((len(chips), 128), 0.1, np.float32))
    arrays.check.cache_clear()
    with pytest.raises(FaceError, match="numpy") as caught:
        arrays.check()
    assert caught.value.code == "weights_changed"


def test_heads_are_found_as_dlib_finds_them(cast):
    network = dlib.cnn_face_detection_model_v1(str(weights.turned_heads()))
    for picture, face in cast[:5]:
        crop = around(picture, face)
        (theirs,) = network(np.ascontiguousarray(crop), 0)
        ours = heads.hits(crop, above=0.3)[0]
        assert ours.confidence == pytest.approx(theirs.confidence, abs=SAME)
        box = faces.Box(theirs.rect.left(), theirs.rect.top(), theirs.rect.right(), theirs.rect.bottom())
        assert ours.box.overlap(box) > 0.5, "more than one cell to the side"


def test_noise_and_plain_walls_are_no_heads():
    noise = np.random.default_rng(1).integers(0, 255, (160, 160, 3), np.uint8)
    assert heads.hits(noise, above=0.0) == []
    assert heads.hits(np.full((160, 160, 3), 190, np.uint8), above=0.0) == []


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_detector_that_was_cut_or_lengthened_is_refused(published, data):
    cut = data.draw(st.integers(0, len(published) - 1))
    for damaged in (published[:cut], published + b"\0"):
        with pytest.raises(FaceError, match="Reinstall") as caught:
            mmod.read(damaged)
        assert caught.value.code == "weights_changed"
