"""The typology angle follows how light the skin looks, says nothing without colour, and stays out of every row."""

import numpy as np

from generation import faces
from tests.generation.faces import damage

LIGHT = "ai_portraits/female_68.jpg"
DARK = "ai_portraits/female_12.jpg"


def test_lighter_skin_and_a_brighter_exposure_have_a_larger_angle(picture, face_of):
    light, dark = (faces.individual_typology_angle(picture(name), face_of(name)) for name in (LIGHT, DARK))
    dimmed = faces.individual_typology_angle(damage.exposed(picture(LIGHT), -1), face_of(LIGHT))
    assert light > dimmed > dark


def test_a_shadow_on_one_half_does_not_pass_for_dark_skin(picture, face_of):
    shadowed = damage.shadowed(picture(LIGHT), face_of(LIGHT), "left", 3)
    lit, half = (faces.individual_typology_angle(each, face_of(LIGHT)) for each in (picture(LIGHT), shadowed))
    assert abs(lit - half) < 8


def test_a_picture_without_colour_has_no_angle(picture, face_of):
    assert faces.individual_typology_angle(damage.grey(picture(LIGHT)), face_of(LIGHT)) is None


def test_a_colour_of_known_lightness_and_yellow_has_its_angle(face_of, picture):
    flat = np.full_like(picture(LIGHT), (198, 150, 120))  # L* 66.2, b* 21.6 (D65)
    assert abs(faces.individual_typology_angle(flat, face_of(LIGHT)) - np.degrees(np.arctan2(16.2, 21.6))) < 3


def test_no_measurement_holds_an_angle(picture):
    row = str(faces.measure(picture(LIGHT), compare=False).as_json())
    assert "angle" not in row
    assert "tone" not in row
