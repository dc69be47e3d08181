"""Quality by component: sound portraits pass, one fault at a time is answered by the right component and advice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation import faces
from generation.faces import single_face
from generation.faces.degradations import shaken, toned
from generation.faces.quality.assessment import assess
from generation.faces.quality.limits import LIMITS, component
from tests.generation.faces import damage

LIGHT = "ai_portraits/female_68.jpg"
DARK = "ai_portraits/female_12.jpg"
SOUND = (LIGHT, DARK, "ai_portraits/male_53.jpg", "faces_public_domain/pairs/D000614/a_gpo.jpg")
FAULTS = {
    "sharpness": lambda picture, face: damage.blurred(picture, face, 0.02),
    "over_exposure_prevention": lambda picture, _: damage.exposed(picture, 3),
    "under_exposure_prevention": lambda picture, _: damage.exposed(picture, -2.2),
    "dynamic_range": lambda picture, _: damage.veiled(picture, 0.7),
    "compression_artefacts": lambda picture, _: damage.compressed(picture, 8),
    "natural_colour": lambda picture, _: damage.grey(picture),
    "inter_eye_distance": lambda picture, _: damage.resized(picture, 150),
    "head_pose_roll": lambda picture, _: damage.rolled(picture, 25),
    "face_crop": lambda picture, face: np.ascontiguousarray(picture[:, round(face.box.left + 0.1 * face.box.width) :]),
    "head_size": lambda picture, _: damage.placed(picture, 1500, 2000, 0.2),
}


def assessed(picture):
    everybody = single_face.people(picture)
    return assess(picture, everybody.faces[0], everybody.others)


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("name", sorted(FAULTS))
@pytest.mark.parametrize("source", [LIGHT, DARK])
def test_a_fault_is_answered_by_its_component_on_light_and_dark_skin(picture, face_of, measured, source, name):
    assert measured(source)[name].passed, "the undamaged picture fails already"
    answer = assessed(FAULTS[name](picture(source), face_of(source)))[name]
    assert not answer.passed
    assert answer.advice.endswith(".")


@pytest.mark.requirement("R30")
@pytest.mark.parametrize(("half", "side"), [("left", "right"), ("right", "left")])
@pytest.mark.parametrize("source", [LIGHT, DARK])
def test_a_shadow_is_named_as_the_person_and_as_the_viewer_sees_it(picture, face_of, half, side, source):
    component = assessed(damage.shadowed(picture(source), face_of(source), half, 3))["illumination_uniformity"]
    assert not component.passed
    assert component.advice.startswith(f"The {half} half of your face (on the {side} of the picture) is in shadow")


@pytest.mark.parametrize("source", SOUND)
def test_a_sound_portrait_of_any_skin_tone_passes_without_advice(measured, source):
    assert measured(source).passed
    assert measured(source).advice == ()


@pytest.mark.slow
def test_almost_all_official_portraits_pass_apart_from_grey_and_small_ones(measured, names):
    portraits = [measured(name) for name in names("faces_public_domain/pairs/*/a_gpo.jpg")]
    honest = {"natural_colour", "inter_eye_distance"}
    failed = [c.name for quality in portraits for c in quality.components if not c.passed and c.name not in honest]
    assert len(portraits) == 48
    assert len(failed) <= 4


def test_a_cut_face_says_at_which_edge(picture):
    for name, edge in (("obama_partial_face.jpg", "left"), ("obama_partial_face2.jpg", "right")):
        component = assessed(picture(f"faces_standard/{name}"))["face_crop"]
        assert component.value < 0
        assert f"at the {edge} edge" in component.advice


def test_a_head_turned_to_its_own_right_is_told_so_and_mirrored_to_its_left(picture):
    turned = picture("ai_portraits/female_08.jpg")
    component = assessed(turned)["head_pose_yaw"]
    mirrored = assessed(np.ascontiguousarray(turned[:, ::-1]))["head_pose_yaw"]
    assert "to your right" in component.advice
    assert "to your left" in mirrored.advice
    assert mirrored.value == pytest.approx(-component.value, abs=5)


def test_a_picture_from_above_asks_for_the_camera_at_eye_level(measured):
    assert measured("ai_portraits/female_11.jpg")["head_pose_pitch"].advice.startswith("Your chin is low")


def test_a_wide_open_mouth_is_noticed_and_a_smile_with_teeth_is_not(measured):
    assert not measured("faces_standard/obama2.jpg")["mouth_closed"].passed
    assert measured("faces_public_domain/pairs/D000614/a_gpo.jpg")["mouth_closed"].passed


@pytest.mark.parametrize("name", ["male_06", "female_50", "male_50"])
def test_lids_drawn_over_the_eyes_are_noticed(picture, face_of, measured, name):
    name = f"ai_portraits/{name}.jpg"
    closed = assessed(damage.closed_eyes(picture(name), face_of(name)))["eyes_open"]
    assert measured(name)["eyes_open"].passed
    assert not closed.passed


def test_coloured_light_is_unnatural_and_skin_of_any_tone_is_not(picture, measured):
    for source in (LIGHT, DARK):
        assert measured(source)["natural_colour"].passed
        assert not assessed(damage.coloured(picture(source), (1.3, 0.6, 1.4)))["natural_colour"].passed


def test_a_brighter_or_darker_exposure_does_not_move_the_relative_measures(picture, measured):
    dimmed = assessed(damage.exposed(picture(DARK), -0.7))
    for name, tolerance in (("illumination_uniformity", 0.1), ("sharpness", 0.03), ("head_pose_yaw", 1.5)):
        assert dimmed[name].value == pytest.approx(measured(DARK)[name].value, abs=tolerance)


def test_without_background_its_calm_cannot_be_told_and_is_not_failed(picture, face_of):
    box = face_of(LIGHT).box
    inside = picture(LIGHT)[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]
    component = assessed(np.ascontiguousarray(inside))["background_uniformity"]
    assert component.value is None
    assert component.passed


def test_a_measurement_has_every_component_and_becomes_a_row_without_the_template(astronaut):
    measurement = faces.measure(astronaut)
    row = measurement.as_json()
    assert [c["name"] for c in row["quality"]["components"]] == [c.name for c in measurement.quality.components]
    assert {c.name for c in measurement.quality.components} == set(LIMITS)
    assert measurement.template.vector.shape == (128,)
    assert "vector" not in str(row)
    assert "mesh" not in str(row)


@given(st.sampled_from(sorted(LIMITS)), st.floats(-1000, 1000))
def test_advice_is_given_exactly_when_a_component_failed(name, value):
    judged = component(name, value, "Do this.")
    limit = LIMITS[name]
    assert judged.passed == (limit.low <= value <= limit.high)
    assert judged.advice == ("" if judged.passed else "Do this.")
    assert judged.threshold in (limit.low, limit.high)


def test_every_limit_says_where_it_comes_from():
    for limit in LIMITS.values():
        assert limit.source
        assert limit.unit
        assert limit.low < limit.high


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("source", [LIGHT, DARK])
@pytest.mark.parametrize("turn", [1, -1], ids=["falling", "rising"])
def test_a_camera_that_shook_aslant_is_not_sharp_whatever_is_sharp_across_its_way(picture, face_of, source, turn):
    smeared = shaken(np.ascontiguousarray(picture(source)[:, ::turn]), face_of(source), 0.06)
    assert "is not sharp" in assessed(smeared)["sharpness"].advice


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("source", [LIGHT, DARK])
def test_one_tone_for_everything_is_no_colour(picture, face_of, source):
    assert (
        "not black and white or sepia" in assessed(toned(picture(source), face_of(source), 1))["natural_colour"].advice
    )
