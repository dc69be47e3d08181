"""Painted changes stay where they belong; nuisances leave the face to be found."""

import numpy as np
import pytest

from generation import edits, faces, hair_painting, simulation
from generation.faces import topology


@pytest.fixture(scope="module")
def hopper_face(hopper):
    return faces.subject(hopper)


@pytest.fixture(scope="module")
def painted(hopper, hopper_face):
    return {edit.name: edit.apply(hopper, hopper_face) for edit in (*edits.MUST_BE_FOUND, *edits.REPORTED)}


def changed(before, after):
    return np.abs(after.astype(int) - before).max(axis=2)


def around(difference, place, reach=6):
    x, y = (round(float(value)) for value in place)
    return difference[y - reach : y + reach, x - reach : x + reach]


@pytest.mark.parametrize("name", ["full beard", "stubble"])
def test_a_beard_grows_on_the_chin_and_neither_above_the_ears_nor_on_eyes_and_lips(hopper, hopper_face, painted, name):
    difference = changed(hopper, painted[name])
    ears = int(hopper_face.points[[topology.EDGE_RIGHT, topology.EDGE_LEFT], 1].min())
    assert around(difference, hopper_face.points[topology.CHIN].mean(axis=0)).mean() > 8
    assert difference[: ears - 15].max() == 0
    assert around(difference, hopper_face.points[topology.EYE_LEFT].mean(axis=0)).max() == 0
    assert around(difference, hopper_face.points[topology.LIPS].mean(axis=0), reach=2).max() <= 8


def test_a_full_beard_hides_more_than_stubble(hopper, painted):
    assert changed(hopper, painted["full beard"]).sum() > 2 * changed(hopper, painted["stubble"]).sum()


def beard(picture, face):
    """The median colour of a full beard, and of the skin below it."""
    grown = hair_painting.full_beard(picture, face)
    chin = changed(picture, grown) > 20
    return np.median(grown[chin], axis=0), np.median(picture[chin], axis=0)


def test_thin_brows_on_a_bald_head_grow_no_beard_in_the_colour_of_skin(hopper, hopper_face, monkeypatch):
    monkeypatch.setattr(simulation, "hair", lambda picture: np.zeros(picture.shape[:2], np.float32))
    x, y = hopper_face.points[topology.CHEEK_RIGHT].mean(axis=0).astype(int)
    skin = hopper[y, x]
    browless = hopper.copy()
    for region in (topology.BROW_RIGHT, topology.BROW_LEFT):
        (left, top), (right, bottom) = (edge(hopper_face.points[region], axis=0) for edge in (np.min, np.max))
        browless[int(top) : int(bottom) + 1, int(left) : int(right) + 1] = skin
    grown, below = beard(browless, hopper_face)
    assert grown.mean() < 0.8 * below.mean()


def test_a_beard_under_grey_hair_is_grey(hopper, hopper_face):
    grown, below = beard(simulation.grey_hair(hopper, amount=1.0), hopper_face)
    assert np.ptp(grown) / grown.max() < 0.5 * np.ptp(below) / below.max()


def test_thick_glasses_cover_more_than_thin_ones_and_neither_covers_the_mouth(hopper, hopper_face, painted):
    thick, thin = (changed(hopper, painted[name]) for name in ("thick glasses", "thin glasses"))
    assert (thick > 20).sum() > 2 * (thin > 20).sum() > 0
    assert around(thick, hopper_face.points[topology.LIPS].mean(axis=0)).max() == 0


def test_long_hair_falls_beside_the_face_and_leaves_eyes_nose_and_mouth_free(hopper, hopper_face, painted):
    difference = changed(hopper, painted["long hair"])
    edge = hopper_face.points[topology.EDGE_LEFT]
    beside = edge + np.array([0.12, 0.25], np.float32) * hopper_face.box.height
    assert around(difference, beside).mean() > 10
    for place in (topology.NOSE_TIP, topology.MOUTH_LEFT, topology.MOUTH_RIGHT, topology.INNER_EYE_LEFT):
        assert around(difference, hopper_face.points[place], reach=3).max() <= 1


def test_half_grey_hair_leaves_the_cheeks_alone(hopper, hopper_face, painted):
    difference = changed(hopper, painted["half grey"])
    assert difference.max() > 10
    assert around(difference, hopper_face.points[topology.CHEEK_LEFT].mean(axis=0)).max() <= 1


def test_the_same_edit_paints_the_same_picture_twice(hopper, hopper_face, painted):
    edit = next(each for each in edits.MUST_BE_FOUND if each.name == "full beard")
    np.testing.assert_array_equal(edit.apply(hopper, hopper_face), painted["full beard"])


@pytest.mark.parametrize("nuisance", edits.NUISANCES, ids=lambda each: each.name)
def test_a_face_is_found_under_every_nuisance(hopper, hopper_face, nuisance):
    after = nuisance.apply(hopper, hopper_face)
    assert after.dtype == np.uint8
    assert not np.array_equal(after, hopper)
    faces.subject(after)
