"""Two pictures of one person: is it the same exposure again?"""

import numpy as np
import pytest

from generation import faces
from tests.generation.faces import damage


@pytest.fixture(scope="session")
def pair(picture, names):
    return lambda person: [picture(name) for name in names(f"faces_public_domain/pairs/{person}/*.jpg")]


@pytest.fixture(scope="session")
def sitting(picture, names):
    """The encodings of one photograph: original, another crop, 225 x 275, grey 200 x 250."""
    return lambda person: [picture(name) for name in names(f"faces_public_domain/same_photo/{person}/*")]


@pytest.mark.parametrize("person", ["F000462", "K000361", "U000031", "L000571"])
def test_a_small_or_grey_copy_is_the_same_picture(sitting, person):
    original, _, small, grey = sitting(person)
    assert faces.same_picture(original, small).same
    assert faces.same_picture(original, grey).same


def test_a_mirrored_cropped_and_compressed_copy_is_the_same_picture(picture):
    original = picture("ai_portraits/male_53.jpg")
    copy = damage.compressed(damage.grey(np.ascontiguousarray(original[40:-60, 60:-20][:, ::-1])), 40)
    assert faces.same_picture(original, copy).same


@pytest.mark.parametrize("person", ["K000386", "M001160", "H001072"])
def test_another_picture_of_the_person_is_not_the_same_picture(pair, person):
    answer = faces.same_picture(*pair(person))
    assert not answer.same
    assert answer.correlation < 0.9
    assert answer.as_json() == {"same": False, "correlation": round(answer.correlation, 4)}


@pytest.mark.slow
def test_no_pair_of_different_pictures_is_taken_for_one(pair, shared):
    people = [folder.name for folder in (shared / "faces_public_domain" / "pairs").iterdir()]
    assert len(people) == 48
    assert not [person for person in people if faces.same_picture(*pair(person)).same]
