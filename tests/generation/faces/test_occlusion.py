"""What hides a face is noticed and named, on light and dark skin; what people wear every day is not."""

import numpy as np
import pytest

from generation import faces
from generation.faces import drawn_features, occluders
from generation.faces.covers import hands
from tests.generation.faces import damage

LIGHT = "ai_portraits/female_68.jpg"
DARK = "ai_portraits/female_12.jpg"
NARROW = "ai_portraits/male_80.jpg"  # eyes narrowed against the sun
GLARE = "faces_public_domain/pairs/W000154/a_gpo.jpg"  # both eyes in deep shadow
BLACK = (25, 25, 28)
WHITE = (235, 235, 235)
HIDES = {
    "eyes_visible": lambda picture, face: occluders.sunglasses(picture, face, 0.95),
    "mouth_occlusion_prevention": lambda picture, face: occluders.masked(picture, face, 0.6),
}


def judged(picture):
    return faces.measure(picture, compare=False).quality


def refusals(picture):
    """The components that refuse a picture, or the code of the error."""
    try:
        return {each.name for each in judged(picture).components if not each.passed}
    except faces.FaceError as problem:
        return {problem.code}


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("name", sorted(HIDES))
@pytest.mark.parametrize("source", [LIGHT, DARK])
def test_what_is_hidden_is_named_on_light_and_dark_skin(picture, face_of, measured, source, name):
    assert measured(source)[name].passed
    answer = judged(HIDES[name](picture(source), face_of(source)))[name]
    assert not answer.passed
    assert answer.advice.endswith(".")


@pytest.mark.parametrize("colour", [BLACK, WHITE, occluders.SURGICAL])
def test_a_mask_of_any_colour_over_the_mouth_is_noticed(picture, face_of, colour):
    hidden = occluders.masked(picture(LIGHT), face_of(LIGHT), 0.6, colour=colour)
    assert not judged(hidden)["mouth_occlusion_prevention"].passed


def test_a_microphone_before_the_mouth_is_noticed(picture, face_of):
    hidden = occluders.microphone(picture(DARK), face_of(DARK), 1.0)
    assert not judged(hidden)["mouth_occlusion_prevention"].passed


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("drawn", [hands.from_a_side, hands.from_below, hands.slanting])
@pytest.mark.parametrize("source", [LIGHT, DARK])
def test_a_hand_before_the_mouth_is_noticed_on_light_and_dark_skin(picture, face_of, source, drawn):
    hidden = drawn(picture(source), face_of(source), np.random.default_rng(1))
    assert refusals(hidden) & {"mouth_occlusion_prevention", "no_face"}


@pytest.mark.parametrize("source", [LIGHT, DARK])
def test_a_mask_over_mouth_and_nose_leaves_no_whole_face(picture, face_of, source):
    hidden = occluders.masked(picture(source), face_of(source), 1.0)
    assert refusals(hidden) & {"no_face", "face_occlusion_prevention"}


@pytest.mark.parametrize("source", [LIGHT, DARK, "ai_portraits/male_53.jpg"])
def test_thick_glasses_with_clear_lenses_hide_nothing(picture, face_of, source):
    worn = judged(damage.with_glasses(picture(source), face_of(source)))
    assert all(worn[name].passed for name in ("eyes_visible", "eyes_open", "face_occlusion_prevention"))


def test_lightly_tinted_lenses_pass_and_dark_ones_do_not(picture, face_of):
    tinted, dark = (judged(occluders.sunglasses(picture(LIGHT), face_of(LIGHT), share)) for share in (0.4, 0.9))
    assert tinted["eyes_visible"].passed
    assert not dark["eyes_visible"].passed


@pytest.mark.parametrize("source", [LIGHT, DARK])
def test_lids_that_go_down_close_the_eyes_on_light_and_dark_skin(picture, face_of, measured, source):
    closed = judged(drawn_features.closed_eyes(picture(source), face_of(source), 1.0))
    assert measured(source)["eyes_open"].passed
    assert not closed["eyes_open"].passed


@pytest.mark.slow
def test_most_lids_that_are_wholly_down_are_noticed(picture, face_of, names):
    sources = names("ai_portraits/*.jpg", every=4)
    closed = [judged(drawn_features.closed_eyes(picture(each), face_of(each), 1.0)) for each in sources]
    assert sum(not quality["eyes_open"].passed for quality in closed) >= 0.8 * len(sources)


def test_eyes_narrowed_against_the_sun_are_open(measured):
    assert measured(NARROW)["eyes_open"].passed
    assert measured(NARROW)["eyes_visible"].passed


def test_eyes_that_lie_in_deep_shadow_cannot_be_seen(measured):
    assert not measured(GLARE)["eyes_visible"].passed


@pytest.mark.slow
def test_no_open_eyes_and_hardly_any_bare_face_is_refused(measured, names):
    sources = names("ai_portraits/*.jpg") + names("faces_public_domain/pairs/*/a_gpo.jpg")
    seen = [measured(source) for source in sources]
    assert all(quality["eyes_open"].passed for quality in seen)
    for name in ("eyes_visible", "mouth_occlusion_prevention", "face_occlusion_prevention"):
        assert sum(not quality[name].passed for quality in seen) <= 1


def test_a_face_too_small_to_tell_is_not_told_that_something_hides_it(picture):
    small = judged(damage.resized(picture(LIGHT), 110))
    for name in ("eyes_visible", "mouth_occlusion_prevention", "face_occlusion_prevention"):
        assert small[name].value is None
        assert small[name].passed


def test_a_head_at_the_side_or_low_in_the_picture_is_told_where_to_go(picture):
    tall = damage.placed(picture(LIGHT), 1500, 1500, 0.5, left=750, top=750)
    quality = judged(tall)
    assert "far to the right" in quality["head_position_horizontal"].advice
    assert "low in the picture: lower the camera" in quality["head_position_vertical"].advice
    mirrored = judged(np.ascontiguousarray(tall[:, ::-1]))
    assert "far to the left" in mirrored["head_position_horizontal"].advice
