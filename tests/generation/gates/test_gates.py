"""Honest refinement passes; each known fault is refused by the gate that is there for it."""

import cv2
import numpy as np
import pytest

from generation import faces, gates
from generation.gates import expression
from generation.gates.pair import Pair
from generation.recipe import Variant
from tests.generation import damages

FEELINGS = ("happy", "sad", "angry", "mood", "emotion", "smil", "attractive", "beaut", "young", "aged", "years")

FAULTS = {
    "gaussian_skin": "texture",
    "bilateral_skin": "texture",
    "half_smoothed_skin": "texture",
    "lighter_skin": "skin_tone",
    "slim_jaw": "geometry",
    "big_eyes": "geometry",
    "smile": "expression",
    "small_nose": "geometry",
    "fake_pores": "texture",
    "mirrored_half": "symmetry",
    "face_relit": "face_light",
    "scissors_cut": "background",
    "halo_cut": "background",
    "backdrop_lit_wrongly": "background",
}


@pytest.fixture(scope="session")
def damaged(obama, check):
    """The report of each known fault."""
    return {name: check(getattr(damages, name)(obama)) for name in (*FAULTS, "lost_ear")}


@pytest.fixture(scope="session")
def honest(obama, engine, refine, check):
    """The report of each candidate of the shipped recipe."""
    return {variant: check(engine.render(obama, variant).picture) for variant in refine.variants}


def test_the_untouched_photo_passes_everything(obama, check):
    assert check(obama.crop).verdict == "pass"


@pytest.mark.requirement("R15")
def test_every_candidate_of_the_shipped_recipe_passes(honest):
    assert {variant: report.refused_by for variant, report in honest.items() if report.verdict == "refuse"} == {}


@pytest.mark.parametrize("fault", ["gaussian_skin", "bilateral_skin", "half_smoothed_skin"])
@pytest.mark.requirement("R20")
def test_smoothed_skin_is_refused_by_the_texture_gate(damaged, fault):
    assert "texture" in damaged[fault].refused_by
    assert any("Skin was smoothed" in sentence for sentence in damaged[fault].sentences)


def test_smoothed_skin_still_looks_like_the_person_to_the_encoder(damaged):
    assert "identity" not in damaged["half_smoothed_skin"].refused_by


@pytest.mark.requirement("R17")
@pytest.mark.parametrize("fault", ["slim_jaw", "big_eyes"])
def test_a_changed_shape_is_refused_by_the_geometry_gate(damaged, fault):
    assert "geometry" in damaged[fault].refused_by


@pytest.mark.requirement("R17")
@pytest.mark.parametrize(
    ("fault", "measure", "strengths"),
    [("slim_jaw", "warp", (0.0, 0.02, 0.05)), ("big_eyes", "feature", (0.0, 0.04, 0.10))],
)
def test_the_further_a_shape_is_pulled_the_larger_its_value_from_pass_to_refusal(
    obama, check, fault, measure, strengths
):
    reports = [check(getattr(damages, fault)(obama, amount=amount)) for amount in strengths]
    found = [
        next(each for each in report.results if (each.gate, each.measure) == ("geometry", measure))
        for report in reports
    ]
    assert [each.value for each in found] == sorted(each.value for each in found)
    assert (found[0].verdict, found[-1].verdict) == ("pass", "refuse")


@pytest.mark.parametrize(("fault", "gate"), FAULTS.items())
def test_each_fault_is_refused_by_its_gate(damaged, fault, gate):
    assert gate in damaged[fault].refused_by


@pytest.mark.requirement("R24")
@pytest.mark.parametrize(
    ("fault", "measure"), [("halo_cut", "background.residue"), ("backdrop_lit_wrongly", "background.slope")]
)
def test_a_new_backdrop_is_held_to_its_rim_and_its_light(damaged, honest, fault, measure):
    assert damaged[fault].value(measure) > 0.5
    assert all(report.value(measure) is None for report in honest.values())


def test_a_new_backdrop_is_not_taken_for_a_new_shape(obama, engine, check):
    report = check(engine.render(obama, Variant("crisp-corporate", "studio", 0.65, 0)).picture)
    assert report.value("geometry.warp") < 0.002
    assert report.verdict != "refuse"


@pytest.mark.requirement("R24")
def test_a_lost_ear_never_passes_unseen(damaged):
    report = damaged["lost_ear"]
    assert "Part of you was cut away, or something was added beside you." in report.sentences
    assert any(result.gate == "background" and result.verdict != "pass" for result in report.results)


@pytest.mark.requirement("R14")
def test_somebody_elses_face_is_refused_by_the_identity_gate(obama, biden, check):
    report = check(damages.swapped_face(obama, biden))
    assert "identity" in report.refused_by
    assert min(report.distances) > 0.6


@pytest.mark.requirement("R14")
def test_somebody_elses_photo_is_refused_by_the_identity_gate(biden, check):
    assert "identity" in check(biden.crop).refused_by


@pytest.mark.requirement("R22")
def test_somebody_elses_body_is_refused_by_the_body_gate(obama, biden, check):
    report = check(damages.swapped_body(obama, biden))
    assert "body" in report.refused_by
    assert "identity" not in report.refused_by


@pytest.mark.parametrize("name", ["ai_portraits/male_07.jpg", "ai_portraits/female_11.jpg"])
def test_lightened_skin_is_refused_whatever_its_tone(prepared, limits, name):
    scene = prepared(name)
    candidate = gates.Subject.of(damages.lighter_skin(scene, steps=6))
    report = gates.check(gates.Subject.of(scene.crop), candidate, (), limits)
    assert "skin_tone" in report.refused_by


def test_a_warmed_black_and_white_photo_is_refused_by_the_tone_gate(collins, limits):
    grey = np.repeat(cv2.cvtColor(collins.crop, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    warmed = np.clip(grey * np.array([1.10, 1.0, 0.85]), 0, 255).astype(np.uint8)
    report = gates.check(gates.Subject.of(grey), gates.Subject.of(warmed), (), limits)
    assert report.value("skin_tone.hue") is None
    assert report.value("skin_tone.tint") > 4
    assert "skin_tone" in report.refused_by


@pytest.mark.parametrize(("turn", "scale"), [(2, 1.0), (-2, 0.9), (0, 0.8)])
def test_a_turned_or_smaller_copy_of_the_photo_is_not_refused(obama, check, turn, scale):
    height, width = obama.crop.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, scale)
    copy = cv2.warpAffine(obama.crop, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    report = check(copy)
    assert {"identity", "geometry", "expression", "skin_tone"}.isdisjoint(report.refused_by)
    assert report.value("texture.correlation") > 0.94


def test_a_picture_of_another_size_can_be_compared(obama, check):
    smaller = cv2.resize(obama.crop, None, fx=0.9, fy=0.9, interpolation=cv2.INTER_AREA)
    assert "geometry" not in check(smaller).refused_by


def test_a_photo_too_small_to_check_its_skin_says_so(collins, limits):
    subject = gates.Subject.of(collins.crop, enlarged=3.5)
    report = gates.check(subject, subject, (), limits)
    assert report.verdict == "amber"
    assert "The photo is too small to check the skin closely." in report.sentences
    assert report.value("texture.fine") is None


def test_fine_texture_is_only_asked_for_where_the_photo_holds_it(obama, collins, limits):
    def measures(scene):
        subject = gates.Subject.of(scene.crop, enlarged=scene.enlarged)
        results = gates.check(subject, subject, (), limits).results
        return {result.measure for result in results if result.gate == "texture"}

    assert {"fine", "mid", "correlation"} <= measures(obama)
    assert measures(collins).isdisjoint({"fine", "mid", "worst_region"})


def test_the_photo_itself_among_the_references_is_not_taken_for_another_photo(obama, engine, reference, limits):
    candidate = gates.Subject.of(engine.render(obama, Variant("warm", "keep", 0.65, 0)).picture)
    report = gates.check(reference, candidate, (reference.template,), limits)
    assert report.value("identity.references_mean_rise") is None
    assert len(report.distances) == 1


def test_without_consent_to_comparison_no_template_is_made(obama, limits, monkeypatch):
    def forbidden(*_):
        raise AssertionError("a template was made")

    monkeypatch.setattr(faces, "encode", forbidden, raising=False)
    subject = gates.Subject.of(obama.crop)
    report = gates.check(subject, gates.Subject.of(obama.crop), (), limits, compare=False)
    assert report.distances == ()
    assert all(result.gate != "identity" for result in report.results)


@pytest.mark.requirement("R18")
def test_no_sentence_speaks_of_feelings_looks_or_age(damaged, honest):
    said = " ".join(sentence for report in (*damaged.values(), *honest.values()) for sentence in report.sentences)
    assert not [word for word in FEELINGS if word in said.lower()]
    assert not [word for word in FEELINGS if word in " ".join(expression.NAMES)]


def test_a_report_can_be_kept_as_a_row(honest, limits):
    row = next(iter(honest.values())).as_json()
    assert row["threshold_set"] == limits.key
    assert {"gate", "measure", "value", "amber", "refuse", "verdict", "sentence"} == set(row["results"][0])


def test_a_report_knows_what_the_ranking_asks(honest):
    entry = next(iter(honest.values())).entry(3)
    assert (entry.key, len(entry.distances)) == (3, 2)
    assert 0.9 < entry.detail < 1.2


def test_the_flow_between_a_picture_and_itself_is_nothing(reference):
    assert np.abs(Pair(reference, reference).flow).max() < 0.05
