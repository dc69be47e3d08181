"""Nobody, an animal, two people, half a face, a face of a few pixels: a named error or advice, never a guess."""

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

pytestmark = pytest.mark.requirement("R30")


def placed(picture, side):
    """The picture, so many pixels large, in the middle of a wall."""
    wall = np.full((600, 600, 3), 150, np.uint8)
    wall[200 : 200 + side, 200 : 200 + side] = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    return wall


@pytest.mark.parametrize("thing", [data.chelsea, data.coffee], ids=["cat", "cup"])
@pytest.mark.parametrize("times", [1, 3])
def test_an_animal_or_a_thing_is_nobody(sent, thing, times):
    answer = sent(cv2.resize(thing(), None, fx=times, fy=times))
    assert answer.told.startswith("No face was found: ")
    assert answer.photo.job_state == "failed"
    assert not answer.photo.usable


def test_two_people_beside_each_other_are_two(sent, astronaut):
    person = astronaut[:, 100:400]
    answer = sent(np.hstack([person, person[:, ::-1]]))
    assert answer.told.startswith("More than one person is in the picture: ")
    assert answer.photo.face == {}


def test_a_second_person_seen_from_the_side_is_noticed(sent, shared):
    answer = sent((shared / "exif_orientation" / "immich_portrait-orientation-6.jpg").read_bytes())
    assert answer.told.startswith("More than one person is in the picture: ")


@pytest.mark.parametrize(("name", "edge"), [("obama_partial_face", "left"), ("obama_partial_face2", "right")])
def test_half_a_face_is_told_at_which_edge_it_is_cut(sent, shared, name, edge):
    answer = sent((shared / "faces_standard" / f"{name}.jpg").read_bytes())
    assert "face_crop" in answer.failed()
    assert any(f"cut off at the {edge} edge" in sentence for sentence in answer.advice)


def test_half_a_face_that_cannot_be_found_is_not_taken_for_one_that_lies(sent, shared):
    with Image.open(shared / "ai_portraits" / "male_05.jpg") as image:
        half = np.asarray(image.convert("RGB").resize((512, 512)))[:, :268].copy()
    assert sent(half).told.startswith("No face was found: ")


def test_a_face_of_twenty_pixels_is_no_face_or_too_small_and_of_forty_a_face_with_advice(sent, astronaut):
    """The face of the portrait is 23 % of its height."""
    assert sent(placed(astronaut, 87)).told.startswith(("No face was found: ", "Your face is too small "))
    assert sent(placed(astronaut, 110)).told.startswith("Your face is too small in the picture: ")
    assert {"inter_eye_distance"} <= sent(placed(astronaut, 180)).failed()
