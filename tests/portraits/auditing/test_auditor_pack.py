"""An auditor checks the pack with the shipped script alone, in a process that knows nothing of the project."""

import json
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts import anchoring, redaction
from accounts.audit import Verb, record
from accounts.models import AuditEvent
from policies.consent import Purpose
from policies.models import Notice, Release
from portraits.agreements import consenting
from portraits.auditing import pack

pytestmark = pytest.mark.django_db
SECRET = "wears her hair short since the operation"


@pytest.fixture
def told(cast, request):
    """Five events, anchored after the third; then one file published by the rules of the day."""
    for number in range(1, 6):
        data = {"drift": number / 10}
        record(
            Verb.DRIFT_CHECKED, cast.collins, organisation=cast.observatory, actor=cast.ines, reason=SECRET, data=data
        )
        if number == 3:
            anchoring.anchor(cast.observatory, date(2027, 3, 1))
    request.getfixturevalue("show")(person=cast.collins)
    notice = Notice.objects.create(
        purpose=Purpose.AI, language="fr", version=1, title="Pictures", body="What is made.", without="Nothing.",
        digest="d" * 64,
    )  # fmt: skip
    Release.objects.filter(person=cast.collins).delete()
    Release.objects.create(
        person=cast.collins, notice=notice, purpose=Purpose.AI, starts_on=date(2027, 1, 1),
        typed_name=cast.collins.name, text_digest=notice.digest,
    )  # fmt: skip
    return cast.observatory


@pytest.fixture
def packed(told, tmp_path) -> Path:
    """The pack, unpacked, and beside it the key that the auditor was given earlier."""
    pack(told, tmp_path / "pack.zip")
    folder = tmp_path / "pack"
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        archive.extractall(folder)
    (tmp_path / "key.pem").write_bytes(anchoring.public_key())
    return folder


def check(folder: Path) -> tuple[int, list[str]]:
    """What the shipped script says, run by a bare interpreter in the folder of the pack."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN, str(folder), "--key", str(folder.parent / "key.pem")],
        cwd=folder, capture_output=True, text=True, check=False, env={},
    )  # fmt: skip
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


# Nothing of ours may be importable, however the environment of the tests was installed.
RUN = """
import runpy, sys
for name in ("accounts", "portraits", "policies", "generation", "django"):
    sys.modules[name] = None
folder = sys.argv[1]
sys.path.insert(0, folder)
sys.argv = ["verify_pack.py", *sys.argv[1:]]
runpy.run_path(folder + "/verify_pack.py", run_name="__main__")
"""


def rewrite(file: Path, change) -> None:
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    rows = change(rows) or rows
    file.write_text("".join(json.dumps(row, sort_keys=True, ensure_ascii=False) + "\n" for row in rows))


@pytest.mark.requirement("N13")
def test_an_untouched_pack_holds(packed: Path) -> None:
    assert check(packed) == (0, ["holds"])


@pytest.mark.requirement("N13")
@pytest.mark.parametrize(
    "name", ["events", "anchors", "rules", "assessments", "renditions", "publications", "releases"]
)
def test_a_changed_file_is_named(packed: Path, name: str) -> None:
    file = packed / f"{name}.jsonl"
    file.write_bytes(file.read_bytes() + b"\n")
    code, lines = check(packed)
    assert code == 1
    assert lines[0] == f"{name}.jsonl is not the file that was signed"


@pytest.mark.requirement("N13")
def test_an_edited_event_is_named_by_its_number(packed: Path) -> None:
    rewrite(packed / "events.jsonl", lambda rows: rows[1]["details"].update(reason="nothing happened"))
    assert "event 2 is not what was written" in check(packed)[1]


def test_a_removed_event_is_named_by_its_number(packed: Path) -> None:
    rewrite(packed / "events.jsonl", lambda rows: rows[:1] + rows[2:])
    assert "event 2 is missing" in check(packed)[1]


def test_cut_off_events_are_missed_by_the_anchor(packed: Path) -> None:
    rewrite(packed / "events.jsonl", lambda rows: rows[:2])
    assert "event 3 was there on 2027-03-01 and is missing" in check(packed)[1]


def test_a_manifest_of_another_key_is_refused_at_once(packed: Path, settings) -> None:
    settings.AUDIT_KEY = "a forger's"
    manifest = (packed / "manifest.json").read_bytes()
    (packed / "manifest.sig").write_text(anchoring.sign(manifest))
    (packed / "public_key.pem").write_bytes(anchoring.public_key())
    assert check(packed) == (1, ["the manifest is not signed with this key"])


def test_a_pack_cut_in_two_is_said_to_be_unreadable(packed: Path, tmp_path) -> None:
    whole = (tmp_path / "pack.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    shutil.copy(packed / "verify_pack.py", tmp_path)
    shutil.copy(packed / "chain.py", tmp_path)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "verify_pack.py"), str(tmp_path / "half.zip")],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be read" in done.stdout


def test_a_redacted_event_leaves_a_pack_that_holds(told, cast, tmp_path) -> None:
    redaction.redact(redaction.about(told, [cast.collins]), organisation=told, why="erased at their wish")
    (tmp_path / "key.pem").write_bytes(anchoring.public_key())
    pack(told, tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        archive.extractall(tmp_path / "pack")
    assert check(tmp_path / "pack") == (0, ["holds"])
    assert SECRET not in (tmp_path / "pack" / "events.jsonl").read_text()


def test_without_details_no_reason_leaves_the_house_and_the_chain_still_holds(told, tmp_path) -> None:
    (tmp_path / "key.pem").write_bytes(anchoring.public_key())
    pack(told, tmp_path / "pack.zip", details=False)
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        archive.extractall(tmp_path / "pack")
    assert SECRET not in (tmp_path / "pack" / "events.jsonl").read_text()
    assert check(tmp_path / "pack") == (0, ["holds"])


def test_a_pack_names_nobody_and_holds_no_picture(packed: Path, cast) -> None:
    everything = b"".join(file.read_bytes() for file in packed.iterdir() if file.suffix == ".jsonl")
    for name in (cast.collins.name, cast.eileen.email, cast.ines.email, cast.ines.full_name):
        assert name.encode() not in everything
    suffixes = {file.suffix for file in packed.iterdir()}
    assert suffixes == {".jsonl", ".json", ".sig", ".pem", ".txt", ".py"}


def test_releases_are_in_it_by_id_with_the_digest_of_their_words(packed: Path) -> None:
    notice = Notice.objects.get(language="fr")
    (row,) = [json.loads(line) for line in (packed / "releases.jsonl").read_text().splitlines()]
    assert (row["purpose"], row["text_digest"], row["starts_on"]) == ("ai_generation", notice.digest, "2027-01-01")
    assert row["in_files"] == consenting.opaque_id(row["id"])


def test_another_organisations_rows_are_not_in_it(told, cast, tmp_path) -> None:
    record(Verb.RULES_LOADED, cast.elsewhere, organisation=cast.elsewhere, reason="ours alone")
    pack(cast.elsewhere, tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert archive.read("renditions.jsonl") == b""
        assert len(archive.read("events.jsonl").splitlines()) == 1


def test_the_command_writes_a_pack_and_the_record_says_so(told, tmp_path, capsys) -> None:
    call_command("auditor_pack", "observatory", "--out", tmp_path / "pack.zip", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["events.jsonl"], said["renditions.jsonl"], said["publications.jsonl"]) == (6, 1, 1)
    last = AuditEvent.objects.filter(organisation=told).latest("number")
    assert (last.verb, last.data) == (Verb.PACK_MADE.value, {"manifest": said["manifest"]})


def test_the_command_names_what_is_wrong(told, tmp_path) -> None:
    with pytest.raises(CommandError, match=r"no organisation nowhere\. There are: elsewhere, observatory"):
        call_command("auditor_pack", "nowhere", "--out", tmp_path / "pack.zip")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("auditor_pack", "observatory", "--out", tmp_path / "no" / "folder" / "pack.zip")
    assert not list(tmp_path.glob("*.draft"))
