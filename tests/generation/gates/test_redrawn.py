"""What a model draws anew: other eyes, a tie, fingers, a face that drifts. None of it is this person today."""

import numpy as np
import pytest

from generation.damages import belongings, redrawn
from generation.damages.portrait import codes
from generation.recipe import Variant

LIGHT_AND_DARK = ["ai_portraits/female_11.jpg", "ai_portraits/male_53.jpg"]


@pytest.mark.parametrize("name", LIGHT_AND_DARK)
def test_eyes_of_another_colour_are_refused_whatever_the_skin(prepared, against, name):
    scene = prepared(name)
    report = against(scene.crop, redrawn.blue_eyes(scene))
    assert "eyes" in report.refused_by
    assert "The colour of your eyes changed." in report.sentences


@pytest.mark.parametrize("name", LIGHT_AND_DARK)
@pytest.mark.parametrize("drawn", [redrawn.with_tie, redrawn.with_fingers], ids=["tie", "fingers"])
def test_what_was_drawn_onto_the_person_is_refused(prepared, against, name, drawn):
    scene = prepared(name)
    assert "things" in against(scene.crop, drawn(scene)).refused_by


def test_another_light_redraws_no_eye_and_adds_nothing(prepared, against, engine):
    scene = prepared("ai_portraits/male_53.jpg")
    report = against(scene.crop, engine.render(scene, Variant("warm", "studio", 1.0, 0)).picture)
    assert report.value("eyes.kept") > 0.95
    assert report.value("eyes.colour") < 4
    assert max(report.value("things.added"), report.value("things.exchanged")) < 0.001
    assert (report.value("strokes.letters"), report.value("strokes.teeth")) == (0, 0)


@pytest.mark.parametrize("name", LIGHT_AND_DARK)
@pytest.mark.parametrize(
    ("worn", "drawn", "what"),
    [
        (redrawn.with_badge, redrawn.with_garbled_badge, "letters_redrawn"),
        (redrawn.with_teeth, redrawn.with_other_teeth, "teeth_redrawn"),
    ],
    ids=["letters", "teeth"],
)
def test_strokes_that_became_others_are_said_and_the_same_strokes_in_other_light_are_not(
    prepared, against, name, worn, drawn, what
):
    scene = prepared(name)
    photo = worn(scene)
    changed, brighter = against(photo, drawn(scene)), against(photo, codes(photo * 1.06))
    assert what in changed.changes
    assert any("look drawn anew: look at them closely" in sentence for sentence in changed.sentences)
    assert (brighter.value("strokes.letters"), brighter.value("strokes.teeth")) == (0, 0)


def test_a_badge_that_spells_something_else_is_refused(prepared, against):
    scene = prepared(LIGHT_AND_DARK[1])
    assert "strokes" in against(redrawn.with_badge(scene), redrawn.with_garbled_badge(scene)).refused_by


def test_a_rim_that_ran_into_the_brow_is_no_longer_the_photos(prepared, against):
    scene = prepared(LIGHT_AND_DARK[1])
    assert "things" in against(belongings.with_glasses(scene), redrawn.merged_rims(scene)).refused_by


def test_a_window_mirrored_in_one_eye_alone_is_not_the_photos(prepared, against):
    scene = prepared("ai_portraits/male_53.jpg")
    assert against(scene.crop, redrawn.strange_catchlight(scene)).value("eyes.kept") < 0.9


def test_a_face_that_drifts_goes_towards_the_other_and_leaves_the_room_alone(prepared):
    mine, theirs = (prepared(name) for name in LIGHT_AND_DARK)
    drifted = redrawn.drifted_shape(mine, theirs)
    moved = np.abs(drifted.astype(int) - mine.crop).max(axis=2)
    assert moved[mine.person < 0.01].mean() < 1 < moved[mine.skin.light > 0.6].mean()
