"""What fails only because something else spoils the picture is not told: nobody is asked to open eyes that a veil hides."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation import faces
from generation.faces.quality.assessment import COMPONENTS
from generation.faces.quality.causes import SPOILED_BY, told
from generation.faces.quality.limits import component
from tests.generation.faces import damage

NAMES = [each.__name__ for each in COMPONENTS]
SET = st.lists(st.booleans(), min_size=len(NAMES), max_size=len(NAMES))


def components(passed):
    return [
        replace(component(name, None, ""), value=1.0, passed=well, advice="" if well else "Mend it.")
        for name, well in zip(NAMES, passed, strict=True)
    ]


@pytest.mark.requirement("R30")
@given(SET)
def test_something_is_always_left_to_say_when_something_failed(passed):
    assert any(each.advice for each in told(components(passed))) is not all(passed)


@given(SET)
def test_what_passes_and_what_no_cause_spoils_stays_as_it_was(passed):
    before = components(passed)
    for was, after in zip(before, told(before), strict=True):
        assert after == was or (not was.passed and after.passed and after.value is None and was.name in SPOILED_BY)


def test_every_name_is_that_of_a_component():
    assert {*SPOILED_BY, *(cause for causes in SPOILED_BY.values() for cause in causes)} <= set(NAMES)


@pytest.mark.requirement("R30")
def test_a_veil_is_called_a_veil_and_no_hidden_eye_or_missing_colour(hopper):
    quality = faces.measure(damage.veiled(hopper, 0.75), compare=False).quality
    assert [each.name for each in quality.components if not each.passed] == ["dynamic_range"]
    assert quality["eyes_visible"].value is None
