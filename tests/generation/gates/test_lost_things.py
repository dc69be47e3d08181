"""What a photo shows and a candidate has lost: a mole, an earring, glasses, an ear, the face's own asymmetry."""

import cv2
import numpy as np
import pytest

from generation.damages import portrait as portraits
from generation.gates import belongings, dark_places
from generation.recipe import Variant
from tests.generation import damages

LIGHT_TO_DARK = ["ai_portraits/female_11.jpg", "ai_portraits/male_53.jpg", "ai_portraits/male_07.jpg"]


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("name", LIGHT_TO_DARK)
def test_a_mole_that_was_retouched_away_is_refused_whatever_the_skin(prepared, against, name):
    scene = prepared(name)
    report = against(damages.with_mole(scene), scene.crop)
    assert "marks" in report.refused_by
    assert any(sentence.startswith("A mole or mark of yours has faded") for sentence in report.sentences)


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("name", LIGHT_TO_DARK)
def test_a_mole_that_stayed_is_not_missed(prepared, engine, refine, against, name):
    scene = prepared(name)
    with_mole = damages.with_mole(scene)
    brighter = portraits.codes(with_mole * 1.06)
    assert "marks" not in against(with_mole, brighter).refused_by


@pytest.mark.parametrize("name", LIGHT_TO_DARK)
@pytest.mark.parametrize(
    "lost",
    [damages.with_earring, damages.with_glasses, damages.with_braid, damages.with_headscarf],
    ids=["earring", "glasses", "braid", "headscarf"],
)
def test_what_the_person_wore_must_still_be_there(prepared, against, name, lost):
    scene = prepared(name)
    report = against(lost(scene), scene.crop)
    assert "belongings" in report.refused_by
    assert any("is gone" in sentence for sentence in report.sentences)


@pytest.mark.requirement("R16")
def test_a_mole_on_the_far_cheek_of_a_turned_face_is_missed_too(prepared, against):
    turned = prepared("ai_portraits/female_08.jpg", 640)
    assert "marks" in against(damages.with_mole(turned), turned.crop).refused_by


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("name", ["ai_portraits/female_41.jpg", "ai_portraits/male_17.jpg"])
def test_a_mole_among_creases_is_missed_too(prepared, against, name):
    creased = prepared(name, 640)
    assert "marks" in against(damages.with_mole(creased), creased.crop).refused_by


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("millimetres", [2, 6])
def test_a_small_and_a_large_mole_are_missed_as_well(prepared, against, millimetres):
    scene = prepared("ai_portraits/male_53.jpg")
    assert "marks" in against(damages.with_mole(scene, millimetres=millimetres), scene.crop).refused_by


@pytest.mark.requirement("R16", "R66")
def test_a_knot_of_grain_in_dark_skin_is_no_mark(prepared, engine, refine, against):
    grainy = prepared("ai_portraits/male_07.jpg", 1024)
    assert against(grainy.crop, engine.render(grainy, refine.variants[1]).picture).value("marks.kept") > 0.7


@pytest.mark.requirement("R16")
def test_grain_is_measured_where_it_is():
    noise = np.random.default_rng(3).normal(0, 1, (512, 512)).astype(np.float32)
    noise[:, :256] = 0
    knots = dark_places.grain(noise)
    assert knots[:, :200].max() < 1e-3
    assert np.median(knots[:, 300:]) == pytest.approx(4 * (3 / (16 * np.pi)) ** 0.5, rel=0.1)


@pytest.mark.requirement("R16")
def test_what_lies_at_the_edge_of_the_face_before_a_new_backdrop_is_no_mark(obama, engine, check):
    report = check(engine.render(obama, Variant("crisp-corporate", "studio", 0.65, 0)).picture)
    assert report.value("marks.kept") > 0.6  # amber below


@pytest.mark.requirement("R24", "R22")
def test_a_bite_and_another_body_are_seen_by_measures_of_their_own(obama, biden, check):
    bitten, swapped = check(damages.lost_ear(obama)), check(damages.swapped_body(obama, biden))
    assert bitten.value("background.piece") > 0.08
    assert check(obama.crop).value("background.piece") == 0
    assert "body" in swapped.refused_by


@pytest.mark.requirement("R21")
def test_half_of_the_way_to_a_symmetric_face_is_seen_by_the_other_halfs_own_detail(obama, check, engine):
    mixed = [check(damages.mirrored_half(obama, share=share)).value("symmetry.laid_over") for share in (0.25, 0.5)]
    honest = check(engine.render(obama, Variant("soft-daylight", "keep", 0.65, 0)).picture).value("symmetry.laid_over")
    assert honest < 0.1 < 0.25 < mixed[1]
    assert honest < mixed[0] < mixed[1]


@pytest.mark.requirement("R21")
def test_a_face_made_of_one_half_is_refused(obama, check):
    report = check(damages.mirrored_half(obama))
    assert "symmetry" in report.refused_by
    assert any("were made alike" in sentence for sentence in report.sentences)


@pytest.mark.requirement("R21")
def test_the_more_a_face_is_mirrored_the_more_of_its_asymmetry_is_gone(obama, check):
    gone = [check(damages.mirrored_half(obama, share=share)).value("symmetry.gone") for share in (0.0, 0.5, 1.0)]
    assert gone == sorted(gone)
    assert gone[0] == pytest.approx(0, abs=0.02)


@pytest.mark.requirement("R24")
def test_a_lamp_for_the_face_alone_is_refused_and_one_for_the_picture_is_not(obama, check):
    assert "face_light" in check(damages.face_relit(obama)).refused_by
    across = (obama.alpha * 0)[:, :] + [i / obama.crop.shape[1] - 0.5 for i in range(obama.crop.shape[1])]
    assert "face_light" not in check(portraits.relit(obama, across.astype("float32"))).refused_by


@pytest.mark.requirement("R24")
def test_a_hard_cut_before_a_new_backdrop_is_refused(obama, check):
    report = check(damages.scissors_cut(obama))
    assert report.value("background.cut") > 0.5
    assert "Your outline was cut out with a hard edge." in report.sentences


@pytest.mark.parametrize("name", ["ai_portraits/female_27.jpg", "ai_portraits/female_74.jpg"])
def test_vivid_cloth_and_a_blurred_room_of_many_colours_are_not_refused(prepared, engine, refine, against, name):
    scene = prepared(name, 640)
    gates_of = {"female_27": ("body", 2), "female_74": ("background", 3)}
    gate, number = gates_of[name.partition("/")[2].removesuffix(".jpg")]
    assert gate not in against(scene.crop, engine.render(scene, refine.variants[number]).picture).refused_by


@pytest.mark.requirement("R24")
@pytest.mark.parametrize("name", ["ai_portraits/female_09.jpg", "ai_portraits/female_41.jpg"])
def test_a_hard_cut_is_told_from_a_soft_one_in_dark_and_in_patterned_cloth(prepared, engine, against, name):
    scene = prepared(name, 640)
    soft = engine.render(scene, Variant("crisp-corporate", "studio", 0.65, 0)).picture
    assert against(scene.crop, damages.scissors_cut(scene)).value("background.cut") > 0.6
    assert against(scene.crop, soft).value("background.cut") < 0.42


def test_a_piece_of_the_room_that_only_the_network_took_for_the_person_is_not_missed(prepared, engine, refine, against):
    leaves = prepared("ai_portraits/female_64.jpg", 640)
    report = against(leaves.crop, engine.render(leaves, refine.variants[3]).picture)
    assert report.value("background.piece") == 0
    assert "background" not in report.refused_by


def test_fine_knit_is_found_again_where_the_flow_strays_beside_a_blurred_room(prepared, engine, refine, against):
    knit = prepared("ai_portraits/male_54.jpg", 1024)
    report = against(knit.crop, engine.render(knit, refine.variants[3]).picture)
    assert report.value("belongings.lost") < 0.002


def test_an_earring_that_dissolved_in_the_blur_of_a_busy_room_is_missed(prepared, engine, refine, against):
    adorned = prepared("ai_portraits/female_83.jpg", 1024)
    sharp = cv2.erode((adorned.person > 0.5).astype("uint8"), None)[..., None]
    dissolved = np.where(sharp > 0, adorned.crop, cv2.GaussianBlur(adorned.crop, (0, 0), 20))
    assert against(adorned.crop, dissolved).value("belongings.lost") > 0.015
    kept = engine.render(adorned, refine.variants[3]).picture
    assert against(adorned.crop, kept).value("belongings.lost") < 0.002


@pytest.mark.requirement("R21")
def test_hard_light_that_was_softened_is_no_half_laid_over_the_other(prepared, engine, refine, against):
    lit = prepared("ai_portraits/female_27.jpg", 640)
    assert "symmetry" not in against(lit.crop, engine.render(lit, refine.variants[0]).picture).refused_by
    assert "symmetry" in against(lit.crop, damages.mirrored_half(lit, share=0.5)).refused_by


def test_a_sofa_seen_through_a_hoop_is_nothing_of_hers(prepared, against, engine):
    scene = prepared("ai_portraits/female_08.jpg", 640)
    blurred = engine.render(scene, Variant("soft-daylight", "blur", 0.65, 7)).picture
    assert not {"belongings", "background"} & set(against(scene.crop, blurred).refused_by)


@pytest.mark.parametrize("corner", [(0, 0), (99, 639), (50, 300)])
def test_a_second_look_takes_in_what_its_blurring_reaches_and_ends_with_the_picture(corner):
    gone = np.zeros((100, 640), bool)
    gone[corner] = True
    rows, columns = belongings.place_of(gone)
    for place, at, size in ((rows, corner[0], 100), (columns, corner[1], 640)):
        assert (place.start, place.stop) == (max(0, at - 16), min(size, at + 17))
