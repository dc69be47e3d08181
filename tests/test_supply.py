"""What the product is made of: pinned, under licences that fit, without a known fault; and the linter that reads for danger."""

import os
import runpy
import subprocess
import sys
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[1]
audit = SimpleNamespace(**runpy.run_path(str(ROOT / "scripts" / "audit-dependencies")))


def package(name: str, version: str, licence: str = "MIT", requires: tuple[str, ...] = ()) -> SimpleNamespace:
    said = Message()
    said["Name"], said["License-Expression"] = name, licence
    return SimpleNamespace(metadata=said, version=version, requires=list(requires))


def installed(*packages: SimpleNamespace) -> dict[str, SimpleNamespace]:
    ours = package("likeness", "0", requires=tuple(each.metadata["Name"] for each in packages))
    return {"likeness": ours, **{each.metadata["Name"]: each for each in packages}}


def test_a_known_fault_is_named() -> None:
    assert "CVE-2024-28219" in next(audit.faulty(installed(package("pillow", "10.2.0"))))
    assert not list(audit.faulty(installed(package("pillow", "13.0.0"))))


def test_what_was_not_pinned_is_named() -> None:
    assert "not in constraints.txt" in next(audit.unpinned(installed(package("left-pad", "1.0"))))
    assert "tested was" in next(audit.unpinned(installed(package("pillow", "9.0.0"))))


@pytest.mark.parametrize(
    ("licence", "fits"),
    [("MIT", True), ("GPL-3.0-or-later", False), ("AGPL-3.0", False), ("LGPL-3.0-only", True), ("", False),
     ("MIT OR GPL-2.0", True), ("GNU General Public License v2 (GPLv2)", False)],
)  # fmt: skip
def test_a_licence_fits_or_is_named(licence: str, fits: bool) -> None:
    assert (not list(audit.unfit(installed(package("left-pad", "1.0", licence))))) is fits


def test_what_only_tests_need_may_be_under_another_licence() -> None:
    found = installed(package("left-pad", "1.0"))
    found["djlint"] = package("djlint", "1", "GPL-3.0-or-later")
    assert not list(audit.unfit(found))


DANGER = {
    "S307": "eval(text)", "S301": "import pickle; pickle.loads(data)", "S506": "import yaml; yaml.load(data)",
    "S602": "import subprocess; subprocess.run(text, shell=True)", "S324": "import hashlib; hashlib.md5(data)",
    "S501": "import requests; requests.get(url, verify=False, timeout=1)", "S113": "import requests; requests.get(url)",
    "S308": "from django.utils.safestring import mark_safe; mark_safe(text)",
    "S611": "from django.db.models.expressions import RawSQL; RawSQL(text)", "S104": "host = '0.0.0.0'",
    "S314": "import xml.etree.ElementTree as t; t.parse(data)", "S202": "import tarfile; tarfile.open(data).extractall()",
    "PLE2502": "word = 'a\u202eb'",
}  # fmt: skip


@pytest.mark.parametrize("rule", DANGER)
def test_the_linter_names_what_is_dangerous(rule: str) -> None:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--stdin-filename",
        "portraits/sample.py",
        "--output-format",
        "concise",
        "-",
    ]
    said = subprocess.run(command, input=DANGER[rule], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert rule in said


def test_no_model_is_fetched_from_a_hub() -> None:
    calls = [path for folder in ("generation", "portraits") for path in (ROOT / folder).rglob("*.py")
             if "hf_hub_download" in path.read_text() or "snapshot_download" in path.read_text()]  # fmt: skip
    assert not calls


def test_an_installation_as_it_should_be_has_nothing_to_warn_of(tmp_path: Path) -> None:
    environment = {
        "PATH": os.defpath, "LIKENESS_HOME": str(tmp_path), "LIKENESS_TLS": "true",
        "LIKENESS_HOSTS": "portraits.example.org", "LIKENESS_SITE_URL": "https://portraits.example.org",
        "LIKENESS_ORIGINS": "https://portraits.example.org",
        "LIKENESS_EMAIL": "smtp+tls://likeness:word@mail.example.org:587",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout + done.stderr


def test_the_same_check_finds_an_installation_that_anybody_may_listen_to(tmp_path: Path) -> None:
    environment = {"PATH": os.defpath, "LIKENESS_HOME": str(tmp_path)}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "security.W012" in done.stderr
    assert "portraits.W002" in done.stderr, "letters are only printed"
