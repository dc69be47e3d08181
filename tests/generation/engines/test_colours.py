"""Where the segmentation is unsure, colour decides: a braid's end, an earring, a white wall beside dark skin."""

import cv2
import numpy as np
import pytest

from generation import hanging, light
from generation import skin as skins
from generation.engines.refine import background, colours
from generation.faces import topology

BRAID, EARRING, BEARD = (f"ai_portraits/{name}.jpg" for name in ("female_08", "female_55", "male_07"))
BUSY = "ai_portraits/female_83.jpg"  # a large earring before a chair and a panelled wall


def part(plane, *, x, y):
    height, width = plane.shape[:2]
    return plane[round(y[0] * height) : round(y[1] * height), round(x[0] * width) : round(x[1] * width)]


def test_the_end_of_a_long_braid_stays_before_a_blurred_and_before_a_new_room(prepared):
    scene = prepared(BRAID)
    end = {"x": (0.86, 0.97), "y": (0.36, 0.43)}
    hair = part(light.lab(scene.crop)[..., 0], **end) < 20
    assert hair.sum() > 100
    for share in (scene.in_focus, background.choked(scene.alpha)):
        assert part(share, **end)[hair].mean() > 0.85


def test_a_chair_beside_the_shoulder_goes(prepared):
    scene = prepared(BRAID)
    assert part(scene.alpha, x=(0.9, 1.0), y=(0.5, 0.6)).mean() < 0.2


@pytest.mark.parametrize("plane", ["in_focus", "alpha"])
def test_an_earring_that_hangs_before_the_wall_stays(prepared, plane):
    scene = prepared(EARRING)
    where = {"x": (0.68, 0.76), "y": (0.42, 0.51)}
    ring = part(light.lab(scene.crop)[..., 0], **where) < 20
    assert ring.sum() > 100
    assert part(getattr(scene, plane), **where)[ring].mean() > 0.7


@pytest.mark.parametrize("plane", ["in_focus", "alpha"])
def test_an_earring_before_a_room_of_many_colours_stays_because_it_is_in_focus(prepared, plane):
    scene = prepared(BUSY, 1024)
    assert part(getattr(scene, plane), x=(0.279, 0.293), y=(0.385, 0.455)).mean() > 0.9


@pytest.mark.parametrize("name", ["male_15", "male_37", "male_74", "female_27", "female_64"])
def test_what_a_sharp_room_shows_beside_a_neck_is_no_earring(prepared, name):
    scene = prepared(f"ai_portraits/{name}.jpg", 1024)
    assert hanging.sharp_below_ears(scene.crop, scene.person, scene.points).max() == 0


def test_a_face_of_a_few_pixels_has_nothing_sharp_to_go_by(prepared):
    scene = prepared(BUSY)
    assert hanging.sharp_below_ears(scene.crop, scene.person, scene.points / 10).max() == 0


def test_lights_behind_somebody_are_no_earrings_and_grey_hair_is_no_window(prepared):
    scene = prepared("faces_standard/obama.jpg")
    assert scene._told.hanging.max() == 0
    eyes = round(float(scene.points[[topology.OUTER_EYE_RIGHT, topology.OUTER_EYE_LEFT], 1].mean()))
    sure = scene.person[:eyes] > 0.97
    for share in (scene.alpha, scene.in_focus):
        assert share[:eyes][sure].mean() > 0.98


def test_no_rim_of_a_white_wall_is_taken_for_dark_skin(prepared):
    scene = prepared(BEARD)
    face = skins.region(scene.crop.shape, skins.grown(scene.points[topology.OVAL], 1.02)) > 0
    rim = (
        face & (light.lab(scene.crop)[..., 0] > 85) & ~(skins.region(scene.crop.shape, scene.points[topology.OVAL]) > 0)
    )
    assert background.choked(scene.alpha)[rim].sum() <= 0.1 * max(1, rim.sum())


def test_no_pixel_inside_the_face_is_taken_away(prepared):
    for name in (BRAID, EARRING, BEARD):
        scene = prepared(name)
        inside = skins.region(scene.crop.shape, skins.grown(scene.points[topology.OVAL], 0.85)) > 0
        assert scene.alpha[inside].min() > 0.98


def test_colours_are_learnt_the_same_whatever_was_drawn_before(prepared):
    scene = prepared(BRAID)
    face = np.asarray(scene.skin.texture, np.float32)
    cv2.setRNGSeed(7)
    first = colours.decided(scene.crop, scene.person, face, scene.points)
    cv2.setRNGSeed(8)
    second = colours.decided(scene.crop, scene.person, face, scene.points)
    assert np.array_equal(first.person, second.person)


def test_a_picture_that_is_all_person_has_nothing_to_learn_from(prepared):
    scene = prepared(BEARD)
    everywhere = np.ones_like(scene.person)
    told = colours.decided(scene.crop, everywhere, everywhere, scene.points)
    assert told.person.min() == 1


@pytest.mark.parametrize("name", ["faces_public_domain/pairs/L000582/a_gpo.jpg", "ai_portraits/female_46.jpg"])
def test_a_wall_that_the_mesh_reaches_into_is_not_the_persons_skin(prepared, name):
    scene = prepared(name, 640)
    nobody = (scene.person < 0.15) & (scene.skin.texture > 0.5) & (scene.skin.light > 0.4)
    assert nobody.sum() > 5
    assert scene.alpha[nobody].mean() < 0.5


def test_a_patch_of_wall_above_a_shoulder_is_no_earring(prepared):
    assert prepared("ai_portraits/male_05.jpg", 1024)._told.hanging.max() == 0
