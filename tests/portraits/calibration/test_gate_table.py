"""The table tells what was refused, by which gate, and whether bands of skin tone are treated alike."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from generation import gates
from portraits.calibration.gate_rows import Row
from portraits.calibration.gate_table import markdown


def row(person="a", *, fault="", verdict="pass", by=(), band="light", amber=(), values=None):
    made_for = ("texture",) if fault else ()
    name, strength = fault or "warm, keep", "50 %" if fault else ""
    return Row(person, band, name, strength, made_for, verdict, tuple(by), tuple(amber), values or {}, 0.5)


def test_honest_candidates_and_faults_are_counted_apart():
    text = markdown(
        [row(), row("b", verdict="refuse", by=["marks"]), row(fault="blur", verdict="refuse", by=["texture"])]
    )
    assert text.startswith("2 people.")
    assert "| warm, keep | 2 | 1/2 (9 to 91 %) | 0 | marks 1 |  |" in text
    assert "| blur | 50 % | 1 | 1/1 (21 to 100 %) | 1 | 0 | 0 | texture 1 |" in text


def test_a_catch_by_another_gate_is_told_apart():
    text = markdown([row(fault="blur", verdict="refuse", by=["identity"]), row("b", fault="blur", verdict="amber")])
    assert "| blur | 50 % | 2 | 1/2 (9 to 91 %) | 0 | 1 | 0 | identity 1 |" in text


def test_the_gap_between_bands_is_told_with_its_interval():
    light = [row(str(number)) for number in range(10)]
    dark = [row(f"d{number}", band="dark", verdict="refuse", by=["texture"]) for number in range(10)]
    text = markdown([*light, *dark])
    assert "| by skin tone | light (10) | dark (10) | gap |" in text
    assert "| honest refused | 0/10 (0 to 28 %) | 10/10 (72 to 100 %) | 100.0 % (60.8 to 100.0) |" in text


def test_a_band_with_few_candidates_is_shown_and_not_compared():
    assert "| honest refused | 0/1 (0 to 79 %) | too few |" in markdown([row()])


def test_a_row_comes_back_from_its_file():
    made = row(fault="blur", verdict="refuse", by=["texture", "marks"], amber=["body"], values={"body.colour": 6.0})
    assert Row.from_json(json.loads(json.dumps(made.as_json()))) == made


def test_kept_measures_are_judged_anew_by_other_limits():
    limits = gates.thresholds("2027-03")
    kept = row(values={"texture.fine": 0.5, "body.colour": 6.0, "skin_tone.hue": 1.0})
    judged = kept.judged(limits)
    assert (judged.verdict, judged.refused_by, judged.amber_by) == ("refuse", ("texture",), ("body",))
    assert row(verdict="refuse", by=["texture"], values={"texture.fine": 1.0}).judged(limits).verdict == "pass"


def test_what_has_no_limit_keeps_its_verdict():
    kept = row(verdict="refuse", by=["face"], values={"face.single": 0.0})
    assert kept.judged(gates.thresholds("2027-03")) == kept


def test_a_person_is_always_in_the_same_half():
    halves = {number: row(str(number)).half for number in range(40)}
    assert set(halves.values()) == {"first", "second"}
    assert halves == {number: row(str(number), fault="blur").half for number in range(40)}


@pytest.mark.slow
@pytest.mark.requirement("R66")
def test_the_command_measures_people_once_and_goes_on_where_it_stopped(tmp_path, shared, monkeypatch):
    from generation import damages

    chosen = tuple(fault for fault in damages.FAULTS if fault.name in ("gaussian skin", "other person"))
    monkeypatch.setattr("portraits.management.commands.gate_table.FAULTS", chosen)
    (tmp_path / "photos").mkdir()
    for name in ("female_11", "male_07"):
        Image.open(shared / "ai_portraits" / f"{name}.jpg").save(tmp_path / "photos" / f"{name}.png")
    kept, out = tmp_path / "kept.jsonl", StringIO()
    arguments = ("gate_table", str(tmp_path / "photos"))
    call_command(*arguments, "--size", "512", "--keep", str(kept), "--json", stdout=out)
    rows = [Row.from_json(each) for each in json.loads(out.getvalue())]
    assert {each.verdict for each in rows if not each.honest} == {"refuse"}
    assert {each.verdict for each in rows if each.honest} <= {"pass", "amber"}
    before, again = kept.read_text(), StringIO()
    call_command(*arguments, "--size", "512", "--keep", str(kept), stdout=again)
    assert kept.read_text() == before
    assert again.getvalue().startswith("2 people.")


def test_a_folder_without_people_is_said_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="at least 2 people"):
        call_command("gate_table", str(tmp_path))
