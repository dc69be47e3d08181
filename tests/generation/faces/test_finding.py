"""Finding the one face of a picture."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageOps

from generation import faces
from generation.faces import FaceError, single_face, topology, turned_heads
from tests.generation.faces import damage

GENERATED = "ai_portraits/*.jpg"
OFFICIAL = "faces_public_domain/pairs/*/*.jpg"
PLAIN = "ai_portraits/male_53.jpg"


def refused(picture):
    with pytest.raises(FaceError) as caught:
        faces.subject(picture)
    return caught.value.code


@pytest.mark.slow
def test_the_face_of_every_portrait_is_found_and_nobody_beside_it(picture, names):
    alone = names(GENERATED) + names("faces_public_domain/*/*/*") + names("faces_standard/*")
    found = {name: single_face.people(picture(name)) for name in alone}
    assert len(found) > 180
    assert [name for name, everybody in found.items() if not everybody.faces or everybody.others] == []
    assert min(found[name].faces[0].presence for name in names(GENERATED) + names(OFFICIAL)) > 12


def test_faces_of_every_skin_tone_and_size_are_found(picture, names):
    for name in names(GENERATED, every=4) + names(OFFICIAL, every=9):
        assert faces.subject(picture(name)).presence > 12, name


@pytest.mark.parametrize(("sure", "lying"), [(0.5, True), (0.95, False)])
def test_a_drawing_that_the_detector_is_surer_of_as_it_is_does_not_lie(picture, face_of, monkeypatch, sure, lying):
    """Half of a drawing's face is nobody to the mesh, and its side may look like somebody."""
    face = face_of(PLAIN)
    doubt = faces.Detection(face.box, sure, face.keypoints)
    upright = picture(PLAIN)

    def seen(levels):
        return ([], [doubt]) if levels.picture is upright else ([replace(face, score=0.7)], [])

    monkeypatch.setattr(single_face, "_seen", seen)
    assert single_face.people(upright).lying is lying


@pytest.mark.parametrize("degrees", [-30, -20, 20, 30])
def test_a_face_rolled_by_up_to_thirty_degrees_is_found(picture, degrees):
    upright = faces.subject(picture(PLAIN))
    turned = faces.subject(damage.rolled(picture(PLAIN), degrees))

    def slope(face):
        across = face.points[topology.OUTER_EYE_LEFT] - face.points[topology.OUTER_EYE_RIGHT]
        return np.degrees(np.arctan2(across[1], across[0]))

    assert slope(turned) - slope(upright) == pytest.approx(degrees, abs=4)


def test_a_face_is_found_in_a_thumbnail(picture):
    thumbnail = damage.resized(picture(PLAIN), 96)
    assert thumbnail.shape == (96, 96, 3)
    assert faces.subject(thumbnail).presence > 12


@pytest.mark.parametrize("share", [0.08, 0.25, 0.6])
def test_a_face_anywhere_in_a_phone_picture_is_found_where_it_is(picture, share):
    phone = damage.placed(picture(PLAIN), 3000, 4000, share)
    scale = share * 4000 / picture(PLAIN).shape[0]
    x, y = faces.subject(picture(PLAIN)).box.centre
    assert faces.subject(phone).box.centre == pytest.approx((60 + x * scale, 300 + y * scale), abs=12 * scale + 4)


def test_the_mesh_of_a_mirrored_picture_is_the_mirrored_mesh(astronaut, astronaut_face):
    mirrored = faces.subject(np.ascontiguousarray(astronaut[:, ::-1]))
    nose = astronaut_face.points[topology.NOSE_TIP]
    eyes = np.linalg.norm(
        astronaut_face.points[topology.OUTER_EYE_LEFT] - astronaut_face.points[topology.OUTER_EYE_RIGHT]
    )
    assert mirrored.points[topology.NOSE_TIP] == pytest.approx(
        [astronaut.shape[1] - nose[0], nose[1]], abs=float(0.06 * eyes)
    )
    assert mirrored.irises.right.ring[0][0] == pytest.approx(
        astronaut.shape[1] - astronaut_face.irises.left.ring[0][0], abs=3
    )


def test_a_wall_is_no_face_even_where_the_detector_sees_one(astronaut):
    wall = np.ascontiguousarray(astronaut[:200, 320:])
    guess = faces.Detection(faces.Box(40, 40, 140, 140), 0.9, np.array([[60, 70], [120, 70]] * 3, np.float32))
    assert faces.landmarks(wall, guess).presence < 0
    assert refused(wall) == "no_face"


def test_two_people_of_similar_size_are_refused(picture):
    small = damage.resized(picture(PLAIN), 512)
    assert refused(np.hstack([small, damage.resized(picture("ai_portraits/female_27.jpg"), 512)])) == "several_faces"


@pytest.mark.parametrize(("presence", "head", "alone"), [(8.5, False, True), (8.5, True, False), (15.0, False, False)])
def test_beside_somebody_what_the_mesh_half_believes_in_is_a_person_only_where_it_is_a_head(
    picture, monkeypatch, presence, head, alone
):
    """A house front in the sun had 8.5, larger than the woman before it."""
    small = damage.resized(picture(PLAIN), 512)
    both, meshed = np.hstack([small, small]), single_face.meshed

    def unsure_at_the_left(levels, place):
        mesh, seen = meshed(levels, place)
        return mesh, presence if place.box.centre[0] < 512 else seen

    monkeypatch.setattr(single_face, "meshed", unsure_at_the_left)
    monkeypatch.setattr(single_face, "is_head", lambda *_: head)
    assert (len(single_face.people(both).faces) == 1) is alone
    assert len(single_face.people(small).faces) == 1, "an only face is not asked about"


@pytest.mark.parametrize("name", ["immich_portrait.jpg", "immich_portrait-orientation-6.jpg"])
def test_a_second_person_seen_from_the_side_is_a_second_person(shared, name):
    with Image.open(shared / "exif_orientation" / name) as image:
        curies = np.array(ImageOps.exif_transpose(image).convert("RGB"))
    everybody = single_face.people(curies)
    assert len(everybody.faces) == 1, "the mesh knows no profile"
    (pierre,) = everybody.turned
    assert pierre.contains((580, 170))
    assert refused(curies) == "several_faces"
    assert refused(np.ascontiguousarray(curies[:, ::-1])) == "several_faces"


def test_nobody_who_is_alone_is_given_company(picture, names):
    for name in names(GENERATED, every=3) + names(OFFICIAL, every=8):
        assert single_face.people(picture(name)).others == (), name


def test_a_doubtful_place_without_a_head_is_no_person(astronaut, astronaut_face):
    def doubted(box):
        return turned_heads.is_head(astronaut, faces.Detection(box, 0.5, np.zeros((6, 2), np.float32)))

    assert doubted(astronaut_face.box)
    assert not doubted(faces.Box(300, 10, 420, 130)), "the flag and the shuttle"
    assert not doubted(faces.Box(120, 330, 240, 450)), "the chest"
    assert not doubted(faces.Box(600, 600, 700, 700)), "outside the picture"


def test_a_head_beside_the_doubtful_place_does_not_count(astronaut, astronaut_face):
    box, width = astronaut_face.box, astronaut_face.box.width
    beside = faces.Detection(
        faces.Box(box.left + 0.8 * width, box.top, box.right + 0.8 * width, box.bottom), 0.5, np.zeros((6, 2))
    )
    assert not turned_heads.is_head(astronaut, beside)


def test_a_much_smaller_person_in_the_background_is_only_advised_against(picture):
    scene = picture("ai_portraits/female_68.jpg").copy()
    scene[:240, :240] = damage.resized(picture("ai_portraits/male_53.jpg"), 240)
    component = faces.measure(scene).quality["single_face_present"]
    assert 0.15 < component.value < 0.35
    assert component.advice.startswith("Somebody else can be seen")


def test_a_face_of_a_few_pixels_is_too_small(picture):
    assert refused(damage.resized(picture(PLAIN), 44)) == "face_too_small"


@pytest.mark.parametrize(
    "odd",
    [
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((1, 900, 3), np.uint8),
        np.zeros((300, 200, 3), np.uint8),
        np.full((300, 200, 3), 255, np.uint8),
        np.random.default_rng(7).integers(0, 256, (240, 320, 3), np.uint8),
    ],
    ids=["one pixel", "one row", "black", "white", "noise"],
)
def test_a_picture_of_nothing_has_no_face(odd):
    assert refused(odd) == "no_face"


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((9, 9), np.uint8),
        np.zeros((9, 9, 4), np.uint8),
        np.zeros((9, 9, 3)),
        np.zeros((0, 9, 3), np.uint8),
        "a.jpg",
    ],
    ids=["grey", "alpha", "floats", "empty", "a name"],
)
def test_anything_but_an_rgb_array_is_refused_with_a_sentence(wrong):
    with pytest.raises(ValueError, match=r"A picture must .*\.") as caught:
        faces.detect(wrong)
    assert not isinstance(caught.value, FaceError)


def test_a_grey_picture_stored_as_rgb_is_found_like_a_coloured_one(astronaut, astronaut_face):
    assert faces.subject(damage.grey(astronaut)).box == pytest.approx(astronaut_face.box, abs=8)


def test_the_person_is_cut_out_and_the_background_left_out(astronaut, astronaut_face):
    person = faces.segment(astronaut, astronaut_face)
    assert person.shape == astronaut.shape[:2]
    assert person.dtype == np.float32
    assert 0 <= person.min() <= person.max() <= 1
    x, y = (round(value) for value in astronaut_face.box.centre)
    assert person[y, x] > 0.95
    assert person[:60, -60:].mean() < 0.1
