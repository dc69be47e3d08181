"""Changes counted by skin tone: false alarms, misses and what cannot be told, with the gap between light and dark."""

from dataclasses import replace

import pytest

from portraits.calibration import change_tones
from portraits.calibration.change_measuring import Statistics
from tests.portraits.calibration.test_change_report import LIMITS, measured

LIGHT, BROWN = 45.0, 0.0


def pairs(angle, *, glasses, changed=False, count=40, distance=0.4):
    """As many pairs of one tone, all with the same difference of glasses."""
    one = (measured(number, glasses=glasses, changed=changed, distance=distance) for number in range(count))
    return [replace(each, angle=angle) for each in one]


def by_tone(shown):
    return change_tones.by_tone(shown, Statistics([each.comparison for each in shown], LIMITS), same=0.55)


@pytest.mark.requirement("R66")
def test_a_rule_that_cries_on_dark_skin_alone_is_marked():
    found = by_tone([*pairs(LIGHT, glasses=0.5), *pairs(BROWN, glasses=4.0)])
    gap = found.unchanged.gap("a change is found")
    assert (gap.worst, gap.best, gap.clear) == ("brown", "light", True)
    assert "**+100%" in "\n".join(change_tones.markdown(found))


@pytest.mark.requirement("R66")
def test_a_change_that_is_missed_on_dark_skin_alone_is_marked():
    found = by_tone([*pairs(LIGHT, glasses=4.0, changed=True), *pairs(BROWN, glasses=0.5, changed=True)])
    assert found.changed.gap("a visible change is missed").worst == "brown"
    assert not found.unchanged.bands


def test_what_cannot_be_told_and_who_is_too_far_are_counted_apart():
    found = by_tone([*pairs(LIGHT, glasses=None), *pairs(BROWN, glasses=0.5, distance=0.7)]).unchanged
    assert found.cell("light", "nothing can be told").refused == 40
    assert found.cell("brown", "too far for the same person").share == 1
    assert found.cell("light", "a change is found").refused == 0


def test_pictures_without_colour_and_pairs_of_one_sitting_are_left_out():
    grey = measured(1, glasses=4.0, changed=False)
    same = replace(measured(2, glasses=4.0, changed=False, same_sitting=True), angle=LIGHT)
    assert list(change_tones.markdown(by_tone([grey, same]))) == []
