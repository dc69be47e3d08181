"""Bands, intervals and gaps: what is counted by skin tone, and what may be said of a difference."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portraits.calibration.skin_tone import BANDS, Cell, Observed, as_json, band_of, gap, markdown, wilson

ANGLES = {"very light": 60.0, "light": 45.0, "tan": 20.0, "dark": -60.0}


def observed(**refused):
    """Fifty pictures a band, of which so many are refused by sharpness."""
    found = Observed()
    for band, count in refused.items():
        for number in range(50):
            found.add(ANGLES[band.replace("_", " ")], [("sharpness", 0.5, number >= count)])
    return found


@pytest.mark.parametrize(
    ("angle", "band"), [(55.1, "very light"), (55, "light"), (28.5, "intermediate"), (10, "brown"), (-30, "dark")]
)
def test_an_angle_lies_in_the_band_of_the_literature(angle, band):
    assert band_of(angle) == band


@given(st.floats(-90, 90), st.floats(-90, 90))
def test_a_larger_angle_is_never_in_a_darker_band(one, other):
    order = [name for name, _ in BANDS]
    low, high = sorted([one, other])
    assert order.index(band_of(high)) <= order.index(band_of(low))


def test_the_interval_of_a_share_is_the_published_one():
    """Newcombe (1998), table I: 81 of 263 and 0 of 20."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_the_interval_of_a_difference_is_the_published_one():
    """Newcombe (1998), second paper, table II, method 10: 56 of 70 less 48 of 80."""
    found = gap("a", Cell(70, None, 56), "b", Cell(80, None, 48))
    assert found.share == pytest.approx(0.2)
    assert found.interval == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert found.clear


@given(st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(counted):
    count, total = counted
    low, high = wilson(count, total)
    assert 0 <= low <= count / total + 1e-9
    assert count / total - 1e-9 <= high <= 1


@pytest.mark.requirement("R66")
def test_a_component_that_refuses_one_band_far_more_often_is_marked():
    found = observed(very_light=1, light=2, dark=25)
    assert found.gap("sharpness").clear
    assert (found.gap("sharpness").worst, found.gap("sharpness").best) == ("dark", "very light")
    assert "**+48%" in markdown(found)


def test_a_difference_that_chance_explains_is_not_marked():
    found = observed(very_light=1, tan=2, dark=4)
    assert not found.gap("sharpness").clear
    assert "**" not in markdown(found)


def test_a_band_of_few_pictures_is_shown_and_not_compared():
    found = observed(light=0)
    found.add(ANGLES["dark"], [("sharpness", None, False)])
    assert found.gap("sharpness") is None
    assert "dark (1)" in markdown(found)
    assert as_json(found)["components"]["sharpness"]["bands"]["dark"]["median"] is None


@pytest.mark.slow
@pytest.mark.requirement("R66")
def test_the_command_counts_bands_and_names_neither_picture_nor_angle(tmp_path, shared):
    for number, path in enumerate(sorted((shared / "ai_portraits").glob("*.jpg"))[:11]):
        with Image.open(path) as image:
            image.resize((256, 256)).save(tmp_path / f"person{number}.jpg", quality=92)
    (tmp_path / "notes.txt").write_text("no picture")
    out = StringIO()
    call_command("quality_by_skin_tone", str(tmp_path), "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert sum(report["pictures"].values()) + report["left_out"] == 12
    assert set(report["pictures"]) <= {name for name, _ in BANDS}
    assert "person" not in out.getvalue()


def test_too_few_pictures_are_said_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="At least 10 pictures"):
        call_command("quality_by_skin_tone", str(tmp_path))
