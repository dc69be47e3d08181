"""What is no portrait is refused with a name and a sentence; nothing here ever raises."""

import cv2
import numpy as np
import pytest

from generation import gates

BAD = {
    "black": np.zeros((256, 205, 3), np.uint8),
    "grey": np.full((256, 205, 3), 128, np.uint8),
    "white": np.full((256, 205, 3), 255, np.uint8),
    "one pixel": np.zeros((1, 1, 3), np.uint8),
    "nothing": np.zeros((0, 0, 3), np.uint8),
    "noise": np.random.default_rng(11).integers(0, 255, (256, 205, 3), np.uint8),
    "not a number": np.full((256, 205, 3), np.nan, np.float32),
    "one plane": np.zeros((256, 205), np.uint8),
    "four planes": np.zeros((256, 205, 4), np.uint8),
}


@pytest.mark.requirement("R15")
@pytest.mark.parametrize("name", BAD)
def test_what_shows_no_face_is_refused_by_name(collins, limits, name):
    photo = gates.Subject.of(collins.crop)
    subject, report = gates.check_picture(photo, BAD[name], (), limits, compare=False)
    assert subject is None
    assert report.refused_by == ("face",)
    assert report.results[0].sentence.endswith(".")
    assert report.as_json()["threshold_set"] == limits.key


def test_a_face_too_small_to_measure_is_refused_by_name(collins, limits):
    photo = gates.Subject.of(collins.crop)
    tiny = cv2.resize(collins.crop, None, fx=0.1, fy=0.1, interpolation=cv2.INTER_AREA)
    _, report = gates.check_picture(photo, tiny, (), limits, compare=False)
    assert report.refused_by == ("face",)


@pytest.mark.parametrize("change", [lambda x: x // 24 + 118, lambda x: x // 12, lambda x: 255 - (255 - x) // 12])
def test_a_face_almost_without_contrast_still_gets_finite_values(collins, limits, change):
    photo = gates.Subject.of(collins.crop)
    _, report = gates.check_picture(photo, change(collins.crop).astype(np.uint8), (), limits, compare=False)
    assert report.verdict == "refuse"
    assert all(np.isfinite(result.value) for result in report.results)


def test_a_flat_photo_as_the_reference_gives_results_too(collins, limits):
    flat = gates.Subject(collins.crop // 64 + 100, collins.face)
    report = gates.check(flat, gates.Subject.of(collins.crop), (), limits, compare=False)
    assert all(np.isfinite(result.value) for result in report.results)


def test_a_missing_model_is_no_fault_of_the_picture(collins, limits, monkeypatch):
    from generation import faces
    from generation.gates import checking

    def missing(_):
        raise faces.FaceError("weights_missing", "The models are not there.")

    monkeypatch.setattr(checking.Subject, "of", missing)
    with pytest.raises(faces.FaceError, match="models are not there"):
        gates.check_picture(None, collins.crop, (), limits)


@pytest.mark.requirement("R17")
def test_a_face_cut_off_by_the_edge_is_refused_unless_the_photo_is_cut_off_too(collins, limits):
    photo = gates.Subject.of(collins.crop)
    points = photo.face.points
    cut = np.ascontiguousarray(collins.crop[:, int(points[:, 0].mean()) :])
    cut = cv2.copyMakeBorder(cut, 0, 0, 0, 120, cv2.BORDER_REPLICATE)
    _, report = gates.check_picture(photo, cut, (), limits, compare=False)
    assert "face" in report.refused_by
