"""Two pictures of one person: the same exposure again, and glasses that came or went."""

import numpy as np
import pytest

from generation import faces
from tests.generation.faces import damage

CLEAR = 2.2
BARE = ("C000266", "D000614", "K000386", "M001196")  # no glasses in either picture, both large enough
LEFT_OFF, PUT_ON = "M000388", "L000583"


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


@pytest.mark.parametrize("person", BARE)
def test_thick_glasses_on_another_picture_of_the_person_are_seen(pair, person):
    reference, other = pair(person)
    evidence = faces.glasses_evidence(reference, damage.with_glasses(other, faces.subject(other)))
    assert evidence.usable
    assert evidence.strength > CLEAR
    assert evidence.reason.startswith("The newer picture seems to show glasses")


@pytest.mark.parametrize("person", BARE)
def test_another_picture_without_glasses_is_no_difference(pair, person):
    evidence = faces.glasses_evidence(*pair(person))
    assert evidence.usable
    assert evidence.strength < CLEAR
    assert evidence.reason == "No clear difference in glasses."


def test_real_glasses_put_on_and_left_off_are_told_apart(pair):
    on, off = faces.glasses_evidence(*pair(PUT_ON)), faces.glasses_evidence(*pair(LEFT_OFF))
    assert min(on.strength, off.strength) > CLEAR
    assert on.reason.startswith("The newer picture")
    assert off.reason.startswith("The portrait")


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
    evidence = faces.glasses_evidence(picture(source), nuisance(picture(source), face_of(source)))
    assert evidence.usable
    assert evidence.strength < CLEAR


def test_what_cannot_be_told_has_no_strength_and_a_reason(picture):
    plain = picture("ai_portraits/female_68.jpg")
    doubtful = {
        "28 pixels": damage.resized(plain, 110),
        "turned": picture("ai_portraits/female_08.jpg"),
        "over-exposed": damage.exposed(plain, 2.5),
        "cut off": picture("faces_standard/obama_partial_face.jpg"),
    }
    for reason, probe in doubtful.items():
        evidence = faces.glasses_evidence(plain, probe)
        assert evidence.strength is None
        assert not evidence.usable
        assert reason in evidence.reason
        assert evidence.as_json()["strength"] is None
