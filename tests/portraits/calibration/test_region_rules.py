"""The rules that a learned attribute has to beat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.faces import Appearance
from portraits.calibration import region_rules

PLAIN = {
    **{f"rims.{name}": 1.0 for name in ("bridge", "residual", "under_eye", "temple", "edge")},
    **{f"{part}.{name}": 0.0 for part in ("upper_lip", "chin", "jaw_right", "jaw_left") for name in ("L", "a", "b")},
    **{f"{part}.texture": 0.0 for part in ("upper_lip", "chin", "jaw_right", "jaw_left")},
    **{f"{part}.{name}": 40.0 for part in ("crown", "sides") for name in ("L", "a", "b")},
    **{f"beside_{strip}.person": 0.1 for strip in ("eyes", "jaw", "neck")},
}


def appearance(level=44, **changes):
    return Appearance("appearance-1", 80.0, {level: {**PLAIN, **changes}}, {})


def scores(**changes):
    """Every rule on one change, each number in units of one spread."""
    level, found = region_rules.differences(appearance(), appearance(**changes))
    assert level == 44
    z = region_rules.in_spreads(found, dict.fromkeys(found, 1.0))
    return {kind: rule(z) for kind, rule in region_rules.RULES.items()}


def test_nothing_changed_is_nothing_under_every_rule():
    assert all(value == pytest.approx(0) for value in scores().values())


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("glasses", {"rims.bridge": 20.0, "rims.edge": 20.0}),
        ("facial_hair", {"chin.L": -20.0, "jaw_left.L": -20.0, "upper_lip.texture": 3.0}),
        ("hair_length", {"beside_jaw.person": 0.9}),
        ("baldness", {"crown.L": 61.3, "crown.a": 9.3, "crown.b": 14.1}),
    ],
)
def test_each_rule_answers_its_own_change(kind, changes):
    found = scores(**changes)
    assert found[kind] > 0.1
    assert [other for other, value in found.items() if value and other not in (kind, "hair_colour")] == []


def test_a_beard_that_is_darker_here_and_lighter_there_is_no_beard():
    assert scores(**{"chin.L": -2.0, "jaw_right.L": 2.0})["facial_hair"] == pytest.approx(0)


def test_greyer_hair_is_lighter_with_less_colour():
    level, found = region_rules.differences(appearance(), appearance(**{"crown.L": 50.0, "crown.a": 30.0}))
    z = region_rules.in_spreads(found, dict.fromkeys(found, 10.0))
    assert region_rules.greyer(z) == pytest.approx((1 + 1) / 2)
    assert level == 44


def test_pictures_without_a_common_level_are_not_compared():
    assert region_rules.differences(appearance(level=44), appearance(level=28)) is None


def test_a_region_that_one_picture_does_not_show_is_left_out():
    hidden = Appearance("appearance-1", 80.0, {44: {"chin.L": 3.0}}, {})
    _, found = region_rules.differences(appearance(), hidden)
    assert found == {"chin.L": 3.0}
    assert region_rules.hair_length(found) is None


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_a_spread_is_never_zero_and_grows_with_the_differences(values):
    narrow = region_rules.spreads([(44, {"chin.L": value}) for value in values])
    wide = region_rules.spreads([(44, {"chin.L": 3 * value}) for value in values])
    assert 0 < narrow[44]["chin.L"] <= wide[44]["chin.L"] + 1e-9


def test_a_level_with_few_pairs_takes_the_spreads_of_all():
    many = [(44, {"chin.L": float(value)}) for value in range(20)]
    found = region_rules.spreads([*many, (28, {"chin.L": 500.0})])
    assert found[28]["chin.L"] == pytest.approx(found[44]["chin.L"], rel=0.5)
