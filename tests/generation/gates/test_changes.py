"""A report names what was changed by stable codes: known edits give the right ones."""

import pytest

from generation.gates import Result, Thresholds
from generation.gates.changes import CODES, UNTOLD, changes
from tests.generation import damages

EDITS = {
    "gaussian_skin": "skin_smoothed",
    "fake_pores": "skin_detail_foreign",
    "lighter_skin": "skin_tone_changed",
    "slim_jaw": "shape_changed",
    "big_eyes": "feature_resized",
    "halo_cut": "halo_left",
    "lost_ear": "outline_changed",
}


@pytest.mark.requirement("R15")
@pytest.mark.parametrize(("edit", "code"), EDITS.items())
def test_a_known_edit_gives_its_code(obama, check, edit, code):
    report = check(getattr(damages, edit)(obama))
    assert code in report.changes
    assert report.as_json()["changes"] == list(report.changes)


@pytest.mark.requirement("R15")
def test_the_untouched_photo_has_no_code(obama, check):
    assert check(obama.crop).changes == ()


def test_every_measure_that_has_a_limit_has_a_code_or_is_no_change(limits: Thresholds):
    assert set(limits.limits) - {*CODES, *UNTOLD} == set()


def test_what_refuses_comes_first_and_each_code_once():
    def result(gate, measure, verdict):
        return Result(gate, measure, 0.0, None, None, verdict, "Said.")

    found = [
        result("body", "colour", "amber"),
        result("texture", "fine", "refuse"),
        result("texture", "mid", "refuse"),
        result("marks", "kept", "pass"),
    ]
    assert changes(found) == ("skin_smoothed", "body_changed")
