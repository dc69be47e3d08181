"""Commands end with what a program can read, and with a status that says whether all is well."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import PortraitFactory


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def selfie(tmp_path, collins_jpeg):
    path = tmp_path / "selfie.jpg"
    path.write_bytes(collins_jpeg)
    return path


def test_inspect_gives_every_component_with_its_advice(selfie):
    report = json.loads(run("inspect", str(selfie), "--json"))
    assert len(report["quality"]) >= 15
    assert all(part["passed"] or part["advice"] for part in report["quality"])


def test_inspect_compares_with_a_folder_of_references(selfie, tmp_path, hopper_jpeg):
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "a.jpg").write_bytes(hopper_jpeg)
    assert (
        json.loads(run("inspect", str(selfie), "--references", str(tmp_path / "others"), "--json"))["likeness"]["band"]
        == "other"
    )


def test_inspect_shows_every_gate_against_real_photos(selfie, tmp_path, collins_jpeg):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.jpg").write_bytes(collins_jpeg)
    shown = run("inspect", str(selfie), "--against", str(tmp_path / "real"))
    assert re.search(
        r"^pass +identity\.references_worst 0 \(amber 0\.55, refuse 0\.6\) It matches", shown, re.MULTILINE
    )
    assert "Gates, limits 2027-05: " in shown


def test_inspect_shows_every_gate_against_the_photo_a_picture_was_made_from(selfie):
    report = json.loads(run("inspect", str(selfie), "--source", str(selfie), "--json"))
    seen = {result["gate"] for result in report["gates"]["results"]}
    assert {
        "identity",
        "texture",
        "geometry",
        "symmetry",
        "expression",
        "skin_tone",
        "background",
        "belongings",
    } <= seen
    assert report["gates"]["verdict"] != "refuse"


def test_inspect_against_an_empty_folder_says_so(selfie, tmp_path):
    (tmp_path / "none").mkdir()
    with pytest.raises(CommandError, match="no photo in"):
        run("inspect", str(selfie), "--against", str(tmp_path / "none"))


def test_inspect_says_in_one_sentence_why_a_picture_cannot_be_measured(tmp_path):
    (tmp_path / "empty.jpg").write_bytes(b"")
    with pytest.raises(CommandError, match="empty"):
        run("inspect", str(tmp_path / "empty.jpg"))


def test_compare_knows_the_same_exposure_in_another_file(selfie, tmp_path, astronaut):
    from PIL import Image

    Image.fromarray(astronaut).convert("L").save(tmp_path / "grey.png")
    report = json.loads(run("compare", str(selfie), str(tmp_path / "grey.png"), "--json"))
    assert report["same_picture"]["same"]
    assert report["likeness"]["band"] == "same"
    assert any("no colour" in sentence for sentence in report["advice"]["right"])


def test_compare_names_the_picture_that_cannot_be_used_and_says_where_less_can_be_told(selfie, tmp_path, astronaut):
    from PIL import Image

    small = Image.fromarray(astronaut).resize((160, 160))
    small.save(tmp_path / "small.png")
    small.rotate(180).save(tmp_path / "lying.png")
    assert "Less can be told from small.png. The picture has too few pixels" in run(
        "compare", str(selfie), str(tmp_path / "small.png")
    )
    for command in (
        ["compare", str(selfie), str(tmp_path / "lying.png")],
        ["inspect", str(selfie), "--references", str(tmp_path)],
    ):
        with pytest.raises(CommandError, match=re.escape("lying.png: The picture lies")):
            run(*command)


def test_verify_of_a_missing_file_fails_with_its_name(tmp_path):
    with pytest.raises(CommandError, match="no file"):
        run("verify", str(tmp_path / "nothing.jpg"))


def test_verify_of_a_changed_file_fails(shared):
    with pytest.raises(CommandError, match="changed"):
        run("verify", str(shared / "c2pa" / "XCA.jpg"))


@pytest.mark.usefixtures("unguarded")
def test_audit_verify_names_the_first_event_that_was_touched(cast):
    from portraits import lifecycle
    from portraits.states import State

    portrait = PortraitFactory(person=cast.collins, uploaded_by=cast.ines)
    lifecycle.move(portrait, State.IN_REVIEW, actor=cast.ines)
    lifecycle.move(portrait, State.APPROVED, actor=cast.robin)
    assert json.loads(run("audit", "verify", "--json"))
    with connection.cursor() as cursor:
        cursor.execute("update accounts_auditevent set reason = 'nothing happened' where number = 2")
    with pytest.raises(CommandError):
        run("audit", "verify")


@pytest.mark.django_db
def test_sweep_runs_the_checks_of_a_day_once():
    none = {"reminded": 0, "checked": 0, "asked": 0, "ruled": 0, "changed": 0, "anchored": 0, "lapsed": 0}
    assert json.loads(run("sweep", "--on", "2027-03-31", "--json"))["checks"] == none
    assert json.loads(run("sweep", "--on", "2027-03-31", "--json"))["checks"] == "done before"
    with pytest.raises(CommandError, match="not a day"):
        run("sweep", "--on", "tomorrow")


@pytest.mark.requirement("C04")
def test_assess_answers_for_a_day(cast):
    call_command("load_policies", stdout=StringIO())
    portrait = PortraitFactory(person=cast.collins, origin="trainedAlgorithmicMedia")
    (badge,) = json.loads(run("assess", str(portrait.pk), "--placement", "id_badge", "--on", "2026-11-21", "--json"))
    assert badge["decision"] == "deny"
    with pytest.raises(CommandError, match="no portrait"):
        run("assess", "999999")


def test_a_folder_without_dated_pictures_is_refused_by_name(tmp_path):
    from portraits.demo import album

    (tmp_path / "somebody").mkdir()
    (tmp_path / "somebody" / "portrait.jpg").write_bytes(b"x")
    with pytest.raises(album.AlbumError, match="YYYY-MM-DD"):
        album.folder(tmp_path)


def test_a_broken_row_of_people_csv_is_named_by_its_line(tmp_path, collins_jpeg):
    from portraits.demo import album

    (tmp_path / "a.jpg").write_bytes(collins_jpeg)
    (tmp_path / "people.csv").write_text("person,file,date\nEileen,a.jpg,2024-05-01\nEileen,a.jpg,soon\n")
    with pytest.raises(album.AlbumError, match="line 3"):
        album.folder(tmp_path)
    (tmp_path / "people.csv").write_text("person,file,date\nEileen,a.jpg,2024-05-01\n")
    assert [sitter.name for sitter in album.folder(tmp_path)] == ["Eileen"]
