"""The command on real faces: two people, and what it leaves behind."""

import csv
import json
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command
from PIL import Image

from portraits import likeness, thresholds
from portraits.management.commands import calibrate as command


@pytest.fixture
def pairs(tmp_path, astronaut, hopper):
    """Eileen Collins and Grace Hopper, each with a darker copy, and a picture of nobody."""
    for name, picture in (("collins", astronaut), ("hopper", hopper)):
        image = Image.fromarray(picture)
        image.save(tmp_path / f"{name}.jpg")
        image.point([value * 3 // 4 for value in range(256)] * 3).save(tmp_path / f"{name}-darker.jpg")
    Image.new("RGB", (200, 200), "teal").save(tmp_path / "wall.png")
    rows = [
        ("left", "right", "mated"),
        ("collins.jpg", "collins-darker.jpg", 1),
        ("hopper.jpg", "hopper-darker.jpg", 1),
        ("collins.jpg", "hopper.jpg", 0),
        ("collins.jpg", "wall.png", 0),
    ]
    with (tmp_path / "pairs.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return tmp_path / "pairs.csv"


def calibrate(file, out, *options):
    text = StringIO()
    call_command("calibrate", str(file), "--out", str(out), "--json", *options, stdout=text)
    return json.loads(text.getvalue())


def test_it_writes_a_report_and_plots_names_the_broken_line_and_removes_the_templates(pairs, tmp_path):
    out = tmp_path / "out"
    found = calibrate(pairs, out)
    assert {path.name for path in out.iterdir()} == {"det.png", "report.json", "roc.png"}
    assert (found["mated"], found["non_mated"], found["auc"]) == (2, 1, 1.0)
    assert [row["line"] for row in found["broken"]] == [5]
    assert found["encoder"].startswith("dlib-resnet-v1 ")
    assert found["thresholds"] is None
    assert len(found["missing"]) == 2
    assert json.loads((out / "report.json").read_text()) == found


def test_templates_stay_when_asked_and_the_next_run_encodes_nothing_again(pairs, tmp_path):
    out = tmp_path / "out"
    assert calibrate(pairs, out, "--keep-templates")["encoded"] == 4
    assert calibrate(pairs, out)["encoded"] == 0
    assert not (out / "templates.sqlite3").exists()


def test_a_log_is_told_how_far_it_is(pairs, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "TOLD", 2)
    calibrate(pairs, tmp_path / "out")
    told = [line for line in capsys.readouterr().err.splitlines() if " a second, " in line]
    assert [line.partition(",")[0] for line in told] == ["2 of 5 pictures", "4 of 5 pictures"]


def test_with_rates_that_its_people_can_carry_the_set_is_written_as_the_product_loads_it(shared, tmp_path):
    folders = sorted((shared / "faces_public_domain" / "pairs").iterdir())[:4]
    people = [sorted(folder.glob("*.jpg")) for folder in folders]
    rows = [(left, right, 1) for left, right in people]
    rows += [(one[0], other[0], 0) for number, one in enumerate(people) for other in people[:number]]
    with (tmp_path / "pairs.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("left", "right", "mated"), *rows])
    calibrate(tmp_path / "pairs.csv", tmp_path, "--fmr-same", "0.8", "--fnmr-other", "0.8", "--key", "identity-ours")
    limits = likeness.Thresholds(**yaml.safe_load((tmp_path / "thresholds.yaml").read_text())["identity"])
    assert (limits.key, limits.encoder) == ("identity-ours", thresholds.identity().encoder)
    assert limits.same < limits.other
    calibrate(tmp_path / "pairs.csv", tmp_path)
    assert not (tmp_path / "thresholds.yaml").exists(), "of rates that four people cannot carry nothing is left to load"


def test_a_rate_that_is_none_is_refused(pairs, tmp_path):
    with pytest.raises(CommandError, match="between 0 and 1"):
        calibrate(pairs, tmp_path / "out", "--fmr", "2")


def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        calibrate(tmp_path / "gone.csv", tmp_path / "out")


def test_a_side_file_that_is_something_else_is_named(pairs, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "templates.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(CommandError, match=r"templates\.sqlite3 cannot be used"):
        calibrate(pairs, out)
