"""After an erasure: nothing of the person in any file of a real installation, nor in a backup taken before."""

import base64
import io
import json
import pickle
import shutil
import sqlite3
from contextlib import closing

import pytest
from PIL import Image

from tests.installation import Installation
from tests.portraits.erasing.traces import files, pieces, traces

FILL = """
import pickle
import matplotlib as mpl
import numpy as np
from pathlib import Path
from PIL import Image
from skimage import data
from accounts.models import Organisation
from tests.portraits.erasing import everything
here = Organisation.objects.create(name="Observatory", slug="observatory", jurisdictions=["EU"])
with Image.open(Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg") as image:
    hopper = np.array(image.convert("RGB"))
kept = {{}}
for name, picture in (("Eileen Collins", data.astronaut()), ("Grace Hopper", hopper)):
    owner = everything.person(here, name)
    found = everything.fill(owner, picture)
    kept[owner.pk] = (found.pictures, found.template)
Path({where!r}).write_bytes(pickle.dumps(kept))
"""
OPEN = """
import json
from accounts import sealed_files
from accounts.models import Person
from generation import templates
from portraits.models import Photo
found = {}
for person in Person.objects.order_by("pk"):
    opened = 0
    for name in sealed_files.of(person.pk):
        try:
            opened += len(sealed_files.get(name)) > 0
        except ValueError:
            pass
    try:
        digest = Photo.objects.filter(person=person).values_list("sha256", flat=True).first()
        opened += templates.recall(person, digest) is not None
    except ValueError:
        pass
    found[person.pk] = opened
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def erased(tmp_path_factory):
    """An installation in which the first of two people was erased, a backup from before, and what was kept of whom."""
    folder = tmp_path_factory.mktemp("scan")
    here = Installation(folder / "home")
    here.run(FILL.format(where=str(folder / "kept")))
    kept = pickle.loads((folder / "kept").read_bytes())  # noqa: S301 (written one line above)
    with (
        closing(sqlite3.connect(here.home / "likeness.sqlite3")) as live,
        closing(sqlite3.connect(folder / "copy")) as copy,
    ):
        live.backup(copy)
    backup = folder / "backup"
    backup.mkdir()
    shutil.move(folder / "copy", backup / "likeness.sqlite3")
    shutil.copytree(here.home / "media", backup / "media")
    before = traces(files(here.home), *kept[1])
    here.manage("erase", "1", "--confirm", "1", "--wait")
    return here, backup, kept, before


@pytest.mark.slow
@pytest.mark.requirement("N07")
def test_no_file_of_the_installation_holds_anything_of_the_pictures_or_the_template(erased):
    here, _, kept, before = erased
    assert [name for name in before if "/outbox/" in name], "what is published is public, and is found before"
    assert traces(files(here.home), *kept[1]) == []
    assert [name for name in traces(files(here.home), *kept[2]) if "/outbox/" in name]  # of the other it stays


@pytest.mark.slow
@pytest.mark.requirement("N07")
def test_a_backup_taken_before_opens_for_everybody_else_and_not_for_the_person(erased):
    here, backup, kept, _ = erased
    assert traces(files(backup), *kept[1]) == []
    restored = dict(here.environment)
    restored["LIKENESS_HOME"] = str(backup)
    restored["LIKENESS_KEYS_DIR"] = str(here.home / "keys" / "people")
    secret = (here.home / "keys" / "master.key").read_text().strip()
    restored["LIKENESS_MASTER_KEYS"] = f"local:{secret}"
    again = Installation.at(backup, restored)
    opened = json.loads(again.run(OPEN).splitlines()[-1])
    assert opened["1"] == 0
    assert opened["2"] == len(kept[2][0]) + 1


@pytest.mark.slow
def test_names_words_and_addresses_of_the_person_are_gone_from_the_rows(erased):
    here, _, _, _ = erased
    with closing(sqlite3.connect(here.home / "likeness.sqlite3")) as rows:
        dump = "\n".join(rows.iterdump())
    for word in ("Eileen", "eileen@", "collins@"):
        assert word not in dump
    raw = (here.home / "likeness.sqlite3").read_bytes()
    assert b"Eileen" not in raw
    assert b"collins@observatory" not in raw
    assert b"Hopper" in raw


@pytest.mark.parametrize("leak", ["raw", "base64", "hex", "turned round", "saved again, smaller"])
def test_the_scan_finds_what_is_there(tmp_path, collins_jpeg, leak):
    piece = pieces(collins_jpeg)[7]
    small = io.BytesIO()
    with Image.open(io.BytesIO(collins_jpeg)) as image:
        image.resize((160, 160)).save(small, "WEBP", quality=60)
    hidden = {
        "raw": piece,
        "base64": base64.b64encode(b"xy" + piece),
        "hex": piece.hex().encode(),
        "turned round": piece[::-1],
        "saved again, smaller": small.getvalue(),
    }[leak]
    (tmp_path / "log").write_bytes(hidden if leak.startswith("saved") else b"\0" * 100 + hidden + b"\1" * 100)
    (tmp_path / "other").write_bytes(b"nothing of her" * 300)
    assert traces(files(tmp_path), [collins_jpeg], b"") == [str(tmp_path / "log")]
