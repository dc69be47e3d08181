"""Curves: how well honest pictures are told from pasted ones, and from how strong a change it is refused."""

import pytest
from django.core.management import call_command
from PIL import Image

from generation import gates
from portraits.calibration import gate_roc
from portraits.calibration.gate_rows import Row

LIMITS = gates.thresholds("2027-03")


def row(person, name="warm, keep", made_for=(), verdict="pass", strength="", band="light", **values):
    measured = {key.replace("__", "."): value for key, value in values.items()}
    return Row(person, band, name, strength, made_for, verdict, (), (), measured, 0.5)


def test_the_limit_itself_is_one_and_further_is_more():
    at = gate_roc.excess(row("a", body__colour=8.0, texture__fine=0.99), LIMITS)
    assert at == pytest.approx(1.0)
    assert (
        gate_roc.excess(row("a", body__colour=10.0), LIMITS) > at > gate_roc.excess(row("a", body__colour=1.0), LIMITS)
    )
    assert gate_roc.excess(row("a", texture__fine=0.5), LIMITS) > 1


def test_a_picture_without_a_face_lies_at_the_limit():
    assert gate_roc.excess(row("a", verdict="refuse", face__single=0.0), LIMITS) == 1.0


@pytest.mark.parametrize(("honest", "faults", "share"), [([0, 1], [2, 3], 1.0), ([0, 1], [0, 1], 0.5), ([2], [1], 0.0)])
def test_the_area_counts_how_often_a_fault_lies_above(honest, faults, share):
    assert gate_roc.area(honest, faults) == share


def test_what_is_caught_without_a_false_refusal_lies_above_every_honest_one():
    assert gate_roc.caught([0.1, 0.5], [0.4, 0.6], false=0.0) == 0.5
    assert gate_roc.caught([0.1] * 99 + [0.5], [0.4, 0.6], false=0.01) == 1.0


@pytest.mark.requirement("N12")
def test_each_composite_fault_has_its_curve_and_a_picture_its_cost():
    rows = [row("a", background__residue=0.01), row("b", background__residue=0.02)]
    rows += [row("a", "halo", ("background",), background__residue=0.9)]
    said = gate_roc.markdown(rows, LIMITS)
    assert "| halo | 1 | 1.000 | 100 % / 100 % / 100 % |" in said
    assert "Processor time of one picture: median 0.50 s." in said


@pytest.mark.requirement("N06", "R66")
def test_the_curve_tells_each_strength_and_band_apart():
    rows = [
        row("a", "skin lightness", ("skin_tone",), "refuse", "+6 L*"),
        row("b", "skin lightness", ("skin_tone",), "pass", "+2 L*"),
    ]
    rows += [row("c", "skin lightness", ("skin_tone",), "refuse", "+6 L*", band="dark")]
    said = gate_roc.curves(rows)
    assert "| fault | strength | all | light | dark |" in said
    assert "| skin lightness | +6 L* | 2/2 (34 to 100 %) | 1/1 (21 to 100 %) | 1/1 (21 to 100 %) |" in said
    assert "| skin lightness | +2 L* | 0/1 (0 to 79 %) | 0/1 (0 to 79 %) |  |" in said


def test_whoever_sets_limits_sees_where_honest_ends_and_the_fault_begins():
    rows = [row("a", texture__fine=0.98), row("a", "blur", ("texture",), texture__fine=0.4)]
    assert "| texture.fine | 0.85 | 0.75 | 0.98 / 0.98 | 0.4 / 0.4 |" in "\n".join(gate_roc.measures(rows, LIMITS))


@pytest.mark.requirement("N06")
def test_the_command_grades_real_photos_and_stronger_is_never_caught_less(tmp_path, shared, monkeypatch, capsys):
    from portraits.management.commands import gate_curves

    chosen = [
        grade
        for grade in gate_curves.GRADES
        if grade[1] in ("-2 L*", "-8 L*", "1 %", "8 %") and grade[0] != "bigger eyes"
    ]
    monkeypatch.setattr(gate_curves, "GRADES", tuple(chosen))
    Image.open(shared / "ai_portraits/male_53.jpg").save(tmp_path / "male_53.png")
    kept = tmp_path / "kept.jsonl"
    call_command("gate_curves", str(tmp_path), "--pattern", "*.png", "--keep", str(kept))
    said = capsys.readouterr().out
    assert "| skin lightness | -8 L* | 1/1" in said
    assert "| skin lightness | -2 L* | 0/1" in said
    assert "| slim jaw | 8 % | 1/1" in said
    call_command("gate_curves", str(tmp_path), "--pattern", "*.png", "--keep", str(kept))
    assert capsys.readouterr().out == said
