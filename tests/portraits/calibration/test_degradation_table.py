"""The table says yes only where the right component falls, further with every strength and by more than pictures differ."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portraits.calibration.degradation_table import Measured, margin, markdown

INTACT = [0.18, 0.2, 0.22]


def measured(*falls, other=0.0):
    """Three pictures under a fault that moves `sharpness` by so much at each strength, and `eyes_open` at all."""
    found = Measured()
    for value in INTACT:
        before = {"sharpness": value, "eyes_open": value}
        found.intact.append(before)
        for strength, fall in enumerate(falls):
            after = {"sharpness": value + fall, "eyes_open": value + other}
            found.faults["blur", strength].append((before, after))
    return found


def row(found, strengths=4):
    return found.row("blur", "sharpness", "steps", range(strengths))


def test_a_change_is_counted_in_spreads_of_the_intact_pictures():
    found = measured(-0.03, -0.06, -0.09, -0.12)
    assert found.spreads()["sharpness"] == pytest.approx(1.4826 * 0.02)
    assert row(found).own == pytest.approx([-1.0118 * each for each in (1, 2, 3, 4)], abs=1e-3)
    assert row(found).answered


def test_a_component_that_rises_again_does_not_answer():
    assert not row(measured(-0.03, -0.06, -0.04, -0.12)).answered


def test_a_component_that_falls_by_less_than_pictures_differ_does_not_answer():
    assert not row(measured(-0.001, -0.002, -0.003, -0.004)).answered


def test_another_component_that_falls_is_named():
    assert row(measured(-0.03, -0.06, -0.09, -0.12, other=-0.1)).others == {"eyes_open": pytest.approx(-3.37, abs=0.01)}
    assert row(measured(-0.03, -0.06, -0.09, -0.12, other=-0.01)).others == {}


def test_pictures_that_lose_their_face_are_counted_and_not_measured():
    found = measured(-0.03, -0.06)
    found.lost["blur", 3] = 3
    last = row(found).grades[3]
    assert (last.measured, last.lost, last.changes["sharpness"]) == (0, 3, None)
    assert row(found).answered, "judged by the strengths at which there was a face"


def test_components_that_are_the_same_on_every_picture_still_have_a_spread():
    found = measured(-0.03)
    for margins in found.intact:
        margins["eyes_open"] = 0.5
    assert found.spreads()["eyes_open"] == pytest.approx(0.05)


def test_the_tables_show_each_fault_once_with_its_answer():
    found = measured(-0.03, -0.06, -0.09, -0.12, other=-0.1)
    found.intact[0]["eyes_open"] = -0.1
    text = markdown(found, [row(found)])
    assert text.startswith("3 pictures; refused intact: eyes open 1.")
    assert (
        "| blur | 0, 1, 2, 3 steps | sharpness | -1.0, -2.0, -3.0, -4.0 | 0/3, 0/3, 0/3, 0/3 | yes | eyes open -"
        in text
    )
    assert "| blur 1 | **-2.0** | -" in text


@given(st.floats(-10, 10), st.floats(-10, 10), st.booleans())
def test_a_margin_is_negative_exactly_when_the_component_failed(value, threshold, passed):
    found = margin(value, threshold, passed=passed)
    assert abs(found) == abs(value - threshold)
    assert found == 0 or (found > 0) == passed
    assert margin(None, threshold, passed=True) is None


@pytest.mark.slow
@pytest.mark.requirement("R30")
def test_the_command_proves_the_components_on_the_pictures_of_a_folder(tmp_path, astronaut, hopper, monkeypatch):
    from generation import faces

    chosen = tuple(fault for fault in faces.DEGRADATIONS if fault.name in ("blur", "too dark", "tilt"))
    monkeypatch.setattr("generation.faces.DEGRADATIONS", chosen, raising=False)
    for name, picture in (("a", astronaut), ("b", hopper), ("c", astronaut[:, ::-1])):
        Image.fromarray(picture).save(tmp_path / f"{name}.jpg", quality=95)
    (tmp_path / "notes.txt").write_text("no picture")
    out = StringIO()
    call_command("quality_table", str(tmp_path), "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["pictures"] == 3
    assert [(each["name"], each["answered"]) for each in report["rows"]] == [
        ("blur", True),
        ("too dark", True),
        ("tilt", True),
    ]


def test_a_folder_without_pictures_is_said_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="At least 3 pictures"):
        call_command("quality_table", str(tmp_path))
