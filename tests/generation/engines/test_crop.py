"""The frame never leaves the photo, keeps its proportions and keeps the hair in."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation import faces
from generation.engines.refine import crop
from generation.faces.values import Box


@pytest.fixture(scope="session")
def face(astronaut):
    return faces.subject(astronaut)


def placed(face, x, y, scale):
    """The same face somewhere else, at another size."""
    mesh = face.mesh.copy()
    mesh[:, :2] = (mesh[:, :2] - mesh[:, :2].mean(axis=0)) * scale + [x, y]
    low, high = mesh[:, :2].min(axis=0), mesh[:, :2].max(axis=0)
    return replace(face, mesh=mesh, box=Box(*(float(value) for value in (*low, *high))))


@given(
    width=st.integers(200, 900),
    height=st.integers(200, 900),
    across=st.floats(0.1, 0.9),
    down=st.floats(0.1, 0.9),
    scale=st.floats(0.3, 2.5),
    aspect=st.floats(0.5, 1.0),
)
def test_the_frame_stays_inside_the_photo_and_keeps_its_aspect(face, width, height, across, down, scale, aspect):
    person = np.zeros((height, width), np.float32)
    box = crop.frame(placed(face, across * width, down * height, scale), person, aspect=aspect)
    assert box.left >= 0
    assert box.top >= 0
    assert box.right <= width + 1e-6
    assert box.bottom <= height + 1e-6
    assert box.width == pytest.approx(aspect * box.height)


def test_high_hair_stays_in_the_frame(face):
    person = np.zeros((2000, 2000), np.float32)
    here = placed(face, 1000, 1200, 2.0)
    forehead = here.points[10, 1]
    person[int(forehead - 0.9 * here.box.height) :, 850:1150] = 1
    flat = crop.frame(here, np.zeros_like(person), aspect=0.8)
    assert crop.frame(here, person, aspect=0.8).top < forehead - 0.9 * here.box.height < flat.top + 0.1 * flat.height


@pytest.mark.parametrize(
    "name", ["female_08", "female_12", "female_30", "female_46", "male_15", "male_50", "female_09", "female_41"]
)
def test_hair_and_head_coverings_of_real_pictures_are_not_cut(prepared, photo, name):
    scene = prepared(f"ai_portraits/{name}.jpg")
    source = photo(f"ai_portraits/{name}.jpg")
    touches_in_source = (faces.segment(source, faces.subject(source))[0] > 0.5).mean() > 0.02
    assert touches_in_source or (scene.person[0] > 0.5).mean() < 0.02


def test_the_face_is_mapped_into_the_crop_and_found_there(collins):
    found = faces.subject(collins.crop)
    away = np.linalg.norm(found.points - collins.face.points, axis=1).mean()
    assert away < 0.02 * collins.face_width


def test_shrinking_and_enlarging_give_the_size_asked_for(astronaut):
    for size in (100, 800):
        assert crop.cut(astronaut, Box(20, 10, 340, 410), size=size).shape == (size, round(size * 0.8), 3)
