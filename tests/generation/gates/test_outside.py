"""A portrait made elsewhere has no source photo; the person's real photos are what it is held against."""

import pytest

from generation import faces, gates
from tests.generation import damages


@pytest.fixture(scope="session")
def real_photos(photo):
    """Two other real photos of the same person."""
    return [gates.Subject.of(photo(f"faces_standard/{name}.jpg")) for name in ("obama2", "obama3")]


@pytest.fixture(scope="session")
def outside(real_photos, limits):
    return lambda picture: gates.check_outside(gates.Subject.of(picture), real_photos, limits)


def test_a_real_photo_of_the_person_is_not_refused(obama, outside):
    report = outside(obama.crop)
    assert report.refused_by == ()
    assert {"identity", "texture", "quality"} <= {result.gate for result in report.results}
    assert len(report.distances) == 2


@pytest.mark.requirement("R17")
def test_what_cannot_be_told_without_the_source_is_said_and_asked_about(obama, outside):
    shape = next(result for result in outside(obama.crop).results if result.gate == "geometry")
    assert shape.verdict == "amber"
    assert "cannot be told without the photo it was made from" in shape.sentence


@pytest.mark.requirement("R14")
def test_somebody_else_is_refused(biden, outside):
    assert "identity" in outside(biden.crop).refused_by


@pytest.mark.requirement("R20")
def test_skin_without_detail_is_refused_without_its_source(obama, outside):
    assert "texture" in outside(damages.gaussian_skin(obama)).refused_by


def test_a_mirrored_face_is_flagged_without_its_source(obama, outside):
    found = [outside(picture).value("symmetry.own") for picture in (obama.crop, damages.mirrored_half(obama))]
    assert found[1] > found[0] + 0.1


def test_without_a_real_photo_nothing_is_judged(obama, limits):
    with pytest.raises(ValueError, match="No references, no portrait"):
        gates.check_outside(gates.Subject.of(obama.crop), [], limits)


def test_without_consent_to_comparison_no_template_is_made(obama, real_photos, limits, monkeypatch):
    def forbidden(*_):
        raise AssertionError("a template was made")

    monkeypatch.setattr(faces, "encode", forbidden, raising=False)
    report = gates.check_outside(gates.Subject.of(obama.crop), real_photos, limits, compare=False)
    assert report.distances == ()
    assert all(result.gate != "identity" for result in report.results)


@pytest.mark.parametrize("key", ["quality", "texture"])
def test_every_gate_says_a_sentence_and_its_limits(obama, outside, key):
    for result in outside(obama.crop).results:
        if result.gate == key and result.verdict != "pass":
            assert result.sentence.endswith(".")
            assert result.amber is not None
