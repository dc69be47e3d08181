"""The main job as its users start it: one command, a real worker, real files, read back by other people's tools."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.installation import Installation


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def here(home) -> Installation:
    return Installation(home)


@pytest.fixture(scope="module")
def report(here) -> dict:
    return json.loads(here.manage("demo", "--no-serve", "--json"))


def figures(report: dict, title: str) -> list[dict]:
    return next(row["figures"] for row in report["stations"] if row["title"].startswith(title))


@pytest.mark.slow
@pytest.mark.usefixtures("report")
class TestTheMainJob:
    def test_it_passes_ten_stations(self, report):
        assert [row["station"] for row in report["stations"]] == list(range(1, 11))
        assert all(row["said"] for row in report["stations"])

    @pytest.mark.requirement("R11")
    def test_candidates_are_ranked_by_closeness_with_their_reasons(self, report):
        made = [row for row in figures(report, "Render") if "rank" in row]
        assert len(made) >= 4
        assert {row["verdict"] for row in made} <= {"pass", "amber", "refuse"}
        assert sorted(row["rank"] for row in made if row["rank"]) == list(range(1, len(made) + 1))

    def test_the_badge_was_refused_to_what_software_made(self, report):
        assert any(row.get("refused") for row in figures(report, "Renditions"))

    @pytest.mark.requirement("R46")
    @pytest.mark.requirement("C04")
    def test_every_placement_was_assessed_by_named_rules(self, report):
        assessed = figures(report, "Assess")
        assert {"linkedin", "directory", "slack", "id_badge", "website"} <= {row["placement"] for row in assessed}
        assert all(row["rules"] for row in assessed)

    @pytest.mark.requirement("C05")
    def test_drift_was_watched_confirmed_and_asked_for_a_run_and_the_stranger_raised_an_alert(self, report):
        watched = figures(report, "Watch")
        assert [row["decision"] for row in watched if row.get("decision")] == ["watch", "watch", "drift"]
        assert any(row.get("run") for row in watched)
        assert any(row.get("alert") for row in watched)

    def test_the_pages_answered_both_people(self, report):
        assert [row["status"] for row in figures(report, "See it")] == [200, 200]

    @pytest.mark.requirement("R53")
    def test_every_published_file_verifies_and_says_what_it_is(self, here, home):
        files = sorted(path for path in (home / "outbox").rglob("*") if path.is_file())
        assert len(files) >= 10
        rows = json.loads(here.manage("verify", "--json", *map(str, files)))
        for row in rows:
            badge = "/id_badge/" in row["file"]
            assert row["credentials"]["state"] == "trusted", row["file"]
            assert row["source_type"] in (
                ("digitalCapture",) if badge else ("digitalCapture", "algorithmicallyEnhanced")
            )
        assert any(row["source_type"] == "algorithmicallyEnhanced" for row in rows)

    @pytest.mark.requirement("C03")
    def test_exiftool_reads_the_same_source_type_off_every_file(self, here, home):
        tool = shutil.which("exiftool")
        if tool is None:
            pytest.skip("exiftool is missing: apt-get install libimage-exiftool-perl")
        done = subprocess.run(
            [tool, "-json", "-r", "-XMP-iptcExt:DigitalSourceType", "-XMP-iptcCore:AltTextAccessibility", str(home / "outbox")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        read = {row["SourceFile"]: row for row in json.loads(done.stdout)}
        said = {row["file"]: row for row in json.loads(here.manage("verify", "--json", *sorted(read)))}
        for name, row in read.items():
            assert row["DigitalSourceType"].endswith("/" + said[name]["source_type"])
            assert row["AltTextAccessibility"]

    def test_no_file_names_the_people_in_it(self, home):
        for path in (home / "outbox").rglob("*"):
            assert "collins" not in str(path).lower()
            if path.is_file():
                assert b"Collins" not in path.read_bytes()
                assert path.read_bytes().count(b"\xff\xd8\xff\xe0") <= 1

    def test_the_audit_chain_is_whole(self, here):
        (row,) = json.loads(here.manage("audit", "verify", "--json"))
        assert row["broken"] is None
        assert row["events"] > 50

    def test_running_it_again_changes_nothing_and_gives_new_passwords(self, here, report):
        again = json.loads(here.manage("demo", "--no-serve", "--json"))
        assert again["stations"] == []
        assert again["sign_in"]["password"] != report["sign_in"]["password"]
        assert again["sign_in"]["employee"] == report["sign_in"]["employee"]
