"""What changed between two pictures of one person, from numbers that were stored."""

import json

import numpy as np
import pytest

from generation import faces
from generation.faces.appearance.values import KINDS
from tests.generation.faces import damage

CLEAR = 3.0
BARE = ("C000266", "D000614", "K000386", "M001196")  # no glasses in either picture, both large enough
LEFT_OFF, PUT_ON = "M000388", "L000583"


@pytest.fixture(scope="session")
def pair(picture, names):
    return lambda person: [picture(name) for name in names(f"faces_public_domain/pairs/{person}/*.jpg")]


def seen(picture):
    return faces.appearance_of(picture, faces.subject(picture))


def glasses(before, after):
    return next(each for each in faces.changes(seen(before), seen(after)) if each.kind == "glasses")


@pytest.mark.parametrize("person", BARE)
def test_thick_glasses_on_another_picture_of_the_person_are_seen(pair, person):
    reference, other = pair(person)
    assert glasses(reference, damage.with_glasses(other, faces.subject(other))).difference > CLEAR


@pytest.mark.parametrize("person", BARE)
def test_another_picture_without_glasses_is_no_difference(pair, person):
    assert abs(glasses(*pair(person)).difference) < CLEAR


def test_real_glasses_put_on_and_left_off_are_told_apart(pair):
    assert glasses(*pair(PUT_ON)).difference > CLEAR
    assert glasses(*pair(LEFT_OFF)).difference < -CLEAR


@pytest.mark.parametrize(
    "nuisance",
    [
        lambda picture, _: damage.exposed(picture, -0.7),
        lambda picture, _: damage.coloured(picture, (1.15, 1, 0.85)),
        lambda picture, face: damage.shadowed(picture, face, "left", 1),
        lambda picture, _: damage.compressed(picture, 30),
        lambda picture, _: damage.rolled(picture, 10),
    ],
    ids=["darker", "warmer", "side light", "compressed", "rolled"],
)
@pytest.mark.parametrize("source", ["ai_portraits/female_12.jpg", "ai_portraits/female_68.jpg"])
def test_light_and_files_are_not_taken_for_glasses(picture, face_of, source, nuisance):
    assert abs(glasses(picture(source), nuisance(picture(source), face_of(source))).difference) < CLEAR


def test_what_cannot_be_told_has_no_difference_and_a_reason(picture):
    plain = picture("ai_portraits/female_68.jpg")
    doubtful = {
        "28 pixels": damage.resized(plain, 110),
        "turned": picture("ai_portraits/female_08.jpg"),
        "over-exposed": damage.exposed(plain, 2.5),
        "cut off": picture("faces_standard/obama_partial_face.jpg"),
    }
    for reason, probe in doubtful.items():
        for change in faces.changes(seen(plain), seen(probe)):
            assert change.difference is None
            assert reason in change.reason


def test_a_black_and_white_picture_tells_no_colour_of_hair_and_still_tells_glasses(picture):
    plain = picture("ai_portraits/female_68.jpg")
    told = {each.kind: each for each in faces.changes(seen(plain), seen(damage.grey(plain)))}
    assert "black and white" in told["hair_colour"].reason
    assert told["glasses"].difference is not None


def test_an_appearance_survives_its_row(picture):
    kept = seen(picture("ai_portraits/female_68.jpg"))
    stored = faces.Appearance.from_json(json.loads(json.dumps(kept.as_json())))
    assert stored == faces.Appearance.from_json(stored.as_json())
    for before, after in zip(faces.changes(kept, kept), faces.changes(stored, stored), strict=True):
        assert before == after


def test_every_kind_is_answered_once_and_in_order(picture):
    kept = seen(picture("ai_portraits/male_53.jpg"))
    assert tuple(each.kind for each in faces.changes(kept, kept)) == KINDS


def test_numbers_of_two_versions_are_not_compared(picture):
    kept = seen(picture("ai_portraits/male_53.jpg"))
    older = faces.Appearance.from_json({**kept.as_json(), "version": "appearance-0"})
    with pytest.raises(ValueError, match="measure both again"):
        faces.changes(older, kept)


def test_a_face_is_read_alike_at_both_levels_and_never_from_fewer_pixels_than_it_has(picture):
    large, small = picture("ai_portraits/male_53.jpg"), damage.resized(picture("ai_portraits/male_53.jpg"), 180)
    assert set(seen(large).levels) == {44, 28}
    assert set(seen(small).levels) <= {44, 28}
    assert all(np.isfinite(list(numbers.values())).all() for numbers in seen(small).levels.values())
