"""Nobody but the person stays sharp before a changed room: a stranger beside them is found, and said."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from generation import beside, light
from generation.engines import EngineError
from generation.engines.refine import background
from generation.recipe import Variant

STRANGER = "faces_standard/obama2.jpg"  # half a head at the edge, behind an ear
FRONT, BEHIND = "faces_public_domain/pairs/K000380/a_gpo.jpg", "ai_portraits/female_68.jpg"
ALONE = [
    "ai_portraits/female_07.jpg",  # a braid
    "ai_portraits/female_50.jpg",
    "ai_portraits/female_64.jpg",  # a hand at the ear
    "ai_portraits/male_06.jpg",  # a high chair
    "ai_portraits/male_23.jpg",  # cloth over the shoulders
    "faces_public_domain/pairs/M000472/a_gpo.jpg",
]


def variant(background):
    return Variant("soft-daylight", background, 0.65, 0)


@pytest.fixture(scope="module")
def two(prepared, engine, refine):
    """Somebody half behind somebody else's shoulder, half out of the picture, as if they had sat together."""
    front, back = prepared(FRONT), prepared(BEHIND)
    shape = front.crop.shape[1::-1]
    away = front.points.mean(axis=0)[0] - front.face_width - back.points.mean(axis=0)[0]
    way = np.array([[1, 0, away], [0, 1, 20]], np.float32)
    crop, alpha = (
        cv2.warpAffine(each, way, shape, borderMode=cv2.BORDER_REPLICATE) for each in (back.crop, back.alpha)
    )
    room = front.crop + (crop - np.float32(front.crop)) * alpha[..., None]
    picture = room + (front.crop - room) * front.alpha[..., None]
    return engine.prepare(np.asarray(np.rint(picture), np.uint8), replace(refine, size=shape[1]))


@pytest.mark.parametrize("room", ["blur", "studio"])
@pytest.mark.parametrize("who", ["a press photo", "two portraits"])
def test_a_changed_room_is_not_made_when_somebody_else_would_stay_sharp_in_it(request, prepared, engine, who, room):
    scene = prepared(STRANGER) if who == "a press photo" else request.getfixturevalue("two")
    with pytest.raises(EngineError, match="stand beside you") as refused:
        engine.render(scene, variant(room))
    assert refused.value.code == "somebody_beside"
    assert refused.value.of_one_picture


def test_the_same_photo_gets_its_light_where_the_room_is_kept(prepared, engine):
    scene = prepared(STRANGER)
    assert engine.render(scene, variant("keep")).picture.shape == scene.crop.shape


@pytest.mark.parametrize("name", ALONE)
def test_hair_hands_cloth_and_chairs_are_nobody_else(prepared, name):
    scene = prepared(name)
    assert not beside.somebody(scene.crop, scene.person, scene.points).any()


@pytest.mark.parametrize("made", [background.out_of_focus, None], ids=["blurred", "new"])
def test_a_stranger_who_stayed_sharp_is_refused_whoever_made_the_picture(prepared, against, made):
    scene = prepared(STRANGER)
    if made:
        picture = light.encoded(made(scene, scene.linear))
    else:
        picture = light.encoded(scene.linear * scene.alpha[..., None] + 0.4 * (1 - scene.alpha[..., None]))
    report = against(scene.crop, picture)
    assert "background" in report.refused_by
    assert "company_kept" in report.changes
    assert any("Somebody beside you" in sentence for sentence in report.sentences)


def test_a_stranger_in_a_room_that_was_kept_is_no_change(prepared, against, engine):
    scene = prepared(STRANGER)
    report = against(scene.crop, engine.render(scene, variant("keep")).picture)
    assert report.value("background.company") == 0
    assert "company_kept" not in report.changes


def test_a_person_alone_has_no_company_in_a_blurred_room(prepared, against, engine):
    scene = prepared(ALONE[0])
    assert against(scene.crop, engine.render(scene, variant("blur")).picture).value("background.company") == 0
