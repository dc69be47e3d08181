"""What was decided, agreed to and shown to an identity control is refused to raw SQL, on SQLite and on PostgreSQL alike."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portraits.rulings.refusals import REFUSED, TAKEN, answers

ROOT = Path(__file__).parents[3]


def hold(said: dict[str, str]) -> None:
    taken_all_the_same = [statement for statement, words in REFUSED.items() if words not in said[statement]]
    assert taken_all_the_same == []
    assert {said[statement] for statement in TAKEN} == {""}


@pytest.mark.requirement("N02")
@pytest.mark.requirement("N03")
@pytest.mark.requirement("N13")
def test_sqlite_refuses(rules):
    hold(answers())


@pytest.mark.requirement("N02")
@pytest.mark.requirement("N03")
@pytest.mark.requirement("N13")
def test_postgresql_refuses(tmp_path, postgres):
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("LIKENESS_", "DJANGO_"))}
    here = {**outside, "LIKENESS_HOME": str(tmp_path), "LIKENESS_DATABASE": postgres.url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.portraits.rulings.refusals"]
    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    hold(json.loads(done.stdout.splitlines()[-1]))
