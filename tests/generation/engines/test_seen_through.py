"""What is seen through somebody is room, and what sticks out of them is theirs: curls, lenses, earrings, tips of strands."""

import numpy as np
import pytest

from generation.engines.refine import nearby, seen_through, strands, twins
from generation.engines.refine.colours import Colours
from generation.faces import topology

GLASSES = "faces_public_domain/pairs/A000014/a_gpo.jpg"  # a lens reaches beyond the cheek, the wall behind it
GREY = "ai_portraits/male_17.jpg"  # grey hair before a white wall
STRAND = "ai_portraits/female_53.jpg"
EARRINGS = "ai_portraits/female_55.jpg"  # one before a wall, one as dark as the leaves behind it
BUSY = "ai_portraits/female_83.jpg"  # panels between a jaw and an earring


def part(plane, *, x, y):
    height, width = plane.shape[:2]
    return plane[round(y[0] * height) : round(y[1] * height), round(x[0] * width) : round(x[1] * width)]


def test_the_wall_behind_the_edge_of_a_lens_goes_and_the_cheek_beside_it_stays(prepared):
    alpha = prepared(GLASSES).alpha
    assert part(alpha, x=(0.80, 0.812), y=(0.48, 0.505)).max() < 0.1
    assert part(alpha, x=(0.70, 0.76), y=(0.48, 0.55)).min() > 0.99


def test_the_panels_between_a_jaw_and_an_earring_go_and_both_stay(prepared):
    alpha = prepared(BUSY, 1024).alpha
    assert part(alpha, x=(0.305, 0.32), y=(0.375, 0.40)).mean() < 0.1
    assert part(alpha, x=(0.36, 0.40), y=(0.375, 0.42)).min() > 0.99
    assert part(alpha, x=(0.279, 0.288), y=(0.385, 0.43)).mean() > 0.9


def test_grey_hair_before_a_white_wall_keeps_the_answer_of_the_network(prepared):
    scene = prepared(GREY)
    hair = {"x": (0.35, 0.65), "y": (0.09, 0.15)}
    assert part(scene.alpha, **hair).min() >= part(scene._whole, **hair).min()


def test_greys_alone_tell_no_room_from_hair(prepared):
    scene = prepared("faces_public_domain/pairs/H001072/a_gpo.jpg")
    assert scene.black_and_white
    assert np.array_equal(scene.alpha, scene._whole)
    assert not scene._strands.any()


@pytest.mark.parametrize("plane", ["alpha", "in_focus"])
def test_the_tip_of_a_strand_before_a_wall_stays(prepared, plane):
    assert part(getattr(prepared(STRAND), plane), x=(0.835, 0.85), y=(0.455, 0.475)).max() > 0.9


def test_an_earring_as_dark_as_the_leaves_gets_the_shape_of_its_twin(prepared):
    assert part(prepared(EARRINGS, 1024).alpha, x=(0.292, 0.308), y=(0.445, 0.485)).mean() > 0.9


def points(*, nose):
    mesh = np.zeros((468, 2), np.float32)
    mesh[topology.NOSE_TIP] = nose
    return mesh


def two_earrings(*, lost):
    """One whole and one of which the lower part was not found; the picture shows both."""
    picture, found = np.full((400, 320, 3), 200, np.uint8), np.zeros((400, 320), np.float32)
    for left in (60, 250):
        picture[150:190, left : left + 12] = 20
        found[150 : 190 - lost * (left == 60), left : left + 12] = 1
    return picture, found


def test_half_an_earring_is_completed_by_the_other():
    picture, found = two_earrings(lost=15)
    whole = twins.completed(found, picture, points(nose=(160, 200)))
    assert whole[178:188, 62:70].min() > 0.9
    assert whole[:, 40:55].max() == 0


@pytest.mark.parametrize("lost", [0, 38, 40])
def test_what_is_whole_or_hardly_there_is_completed_by_nothing(lost):
    picture, found = two_earrings(lost=lost)
    assert np.array_equal(twins.completed(found, picture, points(nose=(160, 200))), found)


def test_colours_are_told_from_those_near_by():
    lab = np.full((200, 160, 3), 40, np.uint8)
    lab[:, 80:] = 200
    person = np.zeros((200, 160), np.float32)
    person[:, 80:] = 1
    lab[100, 90] = 40
    places = np.zeros((200, 160), bool)
    places[100, 90] = True
    near = nearby.compared(lab, person, places, but=places)
    assert near.even.all()
    assert near.room[0] < seen_through.LIKE <= seen_through.UNLIKE < near.person[0]


def test_a_head_that_fills_the_picture_has_nothing_beyond_it_and_nothing_behind_it():
    picture, person = np.full((128, 100, 3), 90, np.uint8), np.ones((128, 100), np.float32)
    mesh = np.full((468, 2), 50, np.float32)
    mesh[topology.EDGE_LEFT] += 30
    none = Colours(person > 0.5, np.zeros_like(person))
    assert strands.beyond(picture, person, mesh, none).max() == 0
    assert seen_through.most(picture, person, np.zeros_like(person), mesh, none).min() == 1
