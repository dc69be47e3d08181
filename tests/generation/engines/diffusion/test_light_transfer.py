"""A model gives light and nothing else: held against the same gates as every candidate, on real people."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from generation import faces, light
from generation.engines import EngineError
from generation.engines.diffusion import finish, light_transfer, registration
from generation.method import Finish
from generation.recipe import Variant
from tests.generation import damages

KEEP = Variant("warm", "keep", 0.65, 1)
STUDIO = replace(KEEP, background="studio")


@pytest.fixture(scope="session")
def donor(obama):
    """What a model makes of it: other light, skin of plastic, a slimmer jaw."""
    return plastic(obama)


@pytest.fixture(scope="session")
def candidate(obama, donor):
    return finish.finished(obama, donor, KEEP, Finish())


def plastic(scene):
    smooth = replace(scene, crop=damages.gaussian_skin(scene))
    slim = damages.slim_jaw(smooth, amount=0.03)
    across = np.linspace(1.35, 0.85, slim.shape[1], dtype=np.float32)[None, :, None]
    return light.encoded(light.linear(slim) * across * np.array([1.08, 1.0, 0.9], np.float32))


def turned(picture, *, degrees=3.0, by=14.0, scale=1.04):
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    matrix[:, 2] += by
    return cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def low(picture, scene):
    return light.blurred(light.stops(light.linear(picture)), 0.10 * scene.face_width)


def test_the_person_keeps_the_skin_that_the_model_smoothed_away(candidate, donor, check):
    kept, lost = check(candidate[0]), check(donor)
    assert lost.value("texture.mid") < 0.6
    assert kept.value("texture.mid") == pytest.approx(1, abs=0.06)
    assert kept.value("texture.fine") == pytest.approx(1, abs=0.10)
    assert kept.value("texture.correlation") > 0.97


def test_the_person_is_more_like_themselves_than_in_the_model_s_picture(candidate, donor, check):
    kept, lost = check(candidate[0]), check(donor)
    assert kept.value("identity.source") < 0.85 * lost.value("identity.source")
    assert kept.value("geometry.warp") < 0.5 * lost.value("geometry.warp")


def test_the_gates_refuse_the_model_s_picture_and_not_the_one_in_its_light(candidate, donor, check):
    assert {"texture", "geometry"} <= set(check(donor).refused_by)
    assert check(candidate[0]).verdict != "refuse"


def test_the_light_follows_the_model_s(candidate, donor, obama):
    wanted = low(donor, obama) - low(obama.crop, obama)
    got = low(candidate[0], obama) - low(obama.crop, obama)
    inside = obama.skin.light > 0.6
    assert np.corrcoef(wanted[inside], got[inside])[0, 1] > 0.95
    assert np.polyfit(wanted[inside], got[inside], 1)[0] == pytest.approx(KEEP.polish, abs=0.15)


def test_no_polish_is_the_photo_byte_for_byte(obama, donor):
    made, done = finish.finished(obama, donor, replace(KEEP, polish=0.0), Finish())
    np.testing.assert_array_equal(made, obama.crop)
    assert done == {}


def test_light_never_changes_by_more_than_the_recipe_allows(obama):
    dark = np.zeros_like(obama.linear)
    change = light_transfer.gain(obama.linear, dark, sigma=10, stops=1.2)
    assert change.min() >= -1.2
    np.testing.assert_allclose(light_transfer.gain(obama.linear, obama.linear, sigma=10, stops=1.2), 0, atol=1e-6)


def test_pixels_of_a_relit_room_stand_only_outside_the_person_and_a_margin(obama, donor):
    person = cv2.dilate(np.asarray(obama.alpha > 0.1, np.uint8), np.ones((9, 9), np.uint8)) > 0
    room = finish.outside(obama)
    assert room[person].max() == 0
    repainted = donor.copy()
    repainted[obama.alpha < 0.001] = (90, 120, 90)
    made, done = finish.finished(obama, repainted, STUDIO, Finish())
    assert done["background_generated"] == 1
    assert np.median(np.abs(made[room == 1] - np.array([90.0, 120.0, 90.0]))) <= 1
    own, _ = finish.finished(obama, donor, STUDIO, Finish())
    assert np.abs(made[person].astype(int) - own[person]).mean() < 3


def test_a_new_room_stands_behind_the_person_whose_pixels_stay_the_photo_s(obama):
    wall = np.full_like(obama.crop, (70, 90, 100))
    made, done = finish.finished(obama, wall, STUDIO, Finish(mode="background-only"))
    assert done == {"background_generated": 1.0}
    np.testing.assert_array_equal(made[obama.alpha == 1], obama.crop[obama.alpha == 1])
    np.testing.assert_array_equal(made[obama.alpha == 0], wall[obama.alpha == 0])


def test_a_new_room_leaves_no_rim_of_the_old_one(obama, check):
    wall = np.full_like(obama.crop, (70, 90, 100))
    report = check(finish.finished(obama, wall, STUDIO, Finish(mode="background-only"))[0])
    assert report.value("background.residue") < 0.2
    assert not {"texture", "geometry", "identity", "skin_tone"} & set(report.refused_by)


def test_a_model_that_is_given_a_mask_paints_all_of_the_room(obama):
    mask = finish.paintable(obama)
    assert mask[obama.alpha < 0.5].min() == 1
    assert mask[obama.alpha == 1].max() == 0


def test_the_colour_of_a_new_room_does_not_shine_into_the_person(obama, donor):
    green = donor.copy()
    green[obama.alpha < 0.02] = (0, 255, 0)
    own, other = (finish.finished(obama, each, STUDIO, Finish())[0] for each in (donor, green))
    solid = cv2.erode(np.asarray(obama.alpha > 0.98, np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert np.abs(own[solid].astype(int) - other[solid]).mean() < 1.0


def test_a_donor_that_moved_is_laid_over_the_person_first(obama, donor, candidate, check):
    made, _ = finish.finished(obama, turned(donor), KEEP, Finish())
    assert np.abs(made[obama.skin.light > 0.6].astype(int) - candidate[0][obama.skin.light > 0.6]).mean() < 4
    assert check(made).verdict != "refuse"


def test_the_best_similarity_is_found_and_what_is_left_is_measured():
    points = np.random.default_rng(0).uniform(0, 100, (468, 2)).astype(np.float32)
    turn = np.array([[1.1, -0.2], [0.2, 1.1]])
    matrix, left, _ = registration.similarity(points, (points @ turn.T + [5, -3]).astype(np.float32))
    np.testing.assert_allclose(matrix, np.column_stack([turn, [5, -3]]), atol=1e-3)
    assert left < 1e-5


@pytest.mark.parametrize("other", ["biden.jpg", "obama_partial_face.jpg"])
def test_light_on_another_face_or_pose_is_not_used(obama, prepared, other):
    height, width = obama.crop.shape[:2]
    stranger = cv2.resize(prepared(f"faces_standard/{other}").crop, (width, height))
    with pytest.raises(EngineError, match=r"another pose or shape|does not show this face") as refused:
        finish.finished(obama, stranger, KEEP, Finish())
    assert refused.value.code == "donor_differs"


def test_a_picture_without_a_face_gives_no_light(obama):
    noise = np.random.default_rng(0).integers(0, 255, obama.crop.shape, dtype=np.uint8)
    with pytest.raises(EngineError, match="does not show this face"):
        finish.finished(obama, noise, KEEP, Finish())


def test_a_picture_taken_as_it_is_must_show_a_face(obama, donor):
    whole = Finish(mode="as-is")
    made, done = finish.finished(obama, donor, STUDIO, whole)
    np.testing.assert_array_equal(made, donor)
    assert done == {"generated": 1.0}
    with pytest.raises(EngineError, match="cannot be used"):
        finish.finished(obama, np.full_like(donor, 128), STUDIO, whole)


@pytest.mark.parametrize("name", ["biden", "obama3"])
def test_other_people_keep_their_texture_too(prepared, limits, name):
    from generation import gates

    scene = prepared(f"faces_standard/{name}.jpg", 768)
    made, _ = finish.finished(scene, plastic(scene), KEEP, Finish())
    reference = gates.Subject.of(scene.crop, enlarged=scene.enlarged)
    report = gates.check(reference, gates.Subject.of(made), (), limits)
    assert not {"texture", "geometry", "expression"} & set(report.refused_by)
    assert faces.subject(made).presence > 10
