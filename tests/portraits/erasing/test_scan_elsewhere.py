"""The same look where an installation has grown: files in a bucket, messages in Redis, rows in PostgreSQL."""

import io
import pickle
import shutil
import socket

import pytest

from accounts.vault import SealBrokenError
from portraits import erasing
from portraits.models import Erasure
from tests.installation import Installation, wait_until
from tests.portraits.buckets import objects
from tests.portraits.erasing import everything
from tests.portraits.erasing.test_scan import FILL
from tests.portraits.erasing.traces import files, traces
from tests.portraits.faults.brokers import Redis


@pytest.mark.requirement("N07")
def test_a_bucket_holds_nothing_and_a_copy_of_it_does_not_open(bucket, cast, astronaut, hopper):
    person, other = cast.collins, everything.person(cast.observatory, "Grace Hopper")
    kept, theirs = everything.fill(person, astronaut), everything.fill(other, hopper)
    backup = objects(bucket, "media")
    assert len(backup) == 12
    erasing.work(erasing.ask(person, why=Erasure.Why.OWN_WISH, actor=None).pk)
    now = objects(bucket, "media")
    assert traces(now.items(), kept.pictures, kept.template) == []
    assert not [name for name in now if f"/{person.pk}/" in name]
    assert len(objects(bucket, "keys")) == 1

    from accounts import sealed_files

    opened = 0
    for name, data in backup.items():  # the backup of the bucket is put back
        bucket.put_object(Bucket="media", Key=name, Body=data)
        try:
            opened += sealed_files.get(name) in theirs.pictures
        except SealBrokenError:
            assert f"/{person.pk}/" in name
    assert opened == 6


@pytest.fixture
def redis(tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not installed: scripts/install-test-tools")
    server = Redis(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.mark.slow
@pytest.mark.requirement("N07")
def test_postgresql_redis_and_a_worker_hold_nothing_after_an_erasure_that_was_killed(tmp_path, postgres, redis):
    """The worker that erases is killed with -9 in the middle of it; the next one ends it, told by Redis or the sweep."""
    here = Installation(
        tmp_path / "home", LIKENESS_DATABASE=postgres.url, LIKENESS_BROKER=redis.url,
        LIKENESS_LEASE_SECONDS="6", LIKENESS_SWEEP_SECONDS="2",
    )  # fmt: skip
    here.run(FILL.format(where=str(tmp_path / "kept")))
    kept = pickle.loads((tmp_path / "kept").read_bytes())  # noqa: S301 (written one line above)
    assert b"Eileen" in postgres.dump()
    state = "from portraits.models import Erasure; row = Erasure.objects.first(); print(row.job_state if row else '', *row.done)"
    with here.process("-c", HALTS):  # killed with -9 when the block ends
        wait_until(lambda: (here.home / "half way").exists(), seconds=90, what="the erasure to be half way")
    said = here.run(state).split()
    assert said[0] == "running"
    assert "key" in said
    assert "photos" not in said
    with here.worker():
        wait_until(lambda: here.run(state).split()[0] == "done", seconds=120, what="the next worker to end the erasure")
        memory = _everything_in(redis)
    dump = postgres.dump()
    places = [("pg_dump", dump), ("redis", memory), *files(here.home)]
    assert traces(places, *kept[1]) == []
    assert b"Eileen" not in dump
    assert b"Hopper" in dump


HALTS = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portraits.settings")
import time, django
django.setup()
from pathlib import Path
from django.conf import settings
from portraits import erasing
from portraits.erasing import carrying_out
from portraits.models import Erasure
from accounts.models import Person
real = carrying_out._erase
def halting(erasure, eraser):
    real(erasure, eraser)
    if eraser.kind == "renders":
        (settings.HOME / "half way").touch()
        time.sleep(600)
carrying_out._erase = halting
erasing.work(erasing.ask(Person.objects.get(pk=1), why=Erasure.Why.OWN_WISH, actor=None).pk)
"""


def _everything_in(redis: Redis) -> bytes:
    """Every key with its value, as Redis would write it to its own backup."""
    out = io.BytesIO()
    with socket.create_connection(("127.0.0.1", redis.port), timeout=5) as connection:
        connection.sendall(b"SAVE\r\n")
        connection.recv(64)
    out.write((redis.folder / "dump.rdb").read_bytes())
    return out.getvalue()


ASKED = """
from skimage import data
from accounts.models import Organisation
from generation import jobs
from portraits.making import requesting
from portraits.collecting.intake import Arrival, add_photo
from portraits.collecting.measuring import measure
from portraits.models import Photo
from tests.factories import agree
from tests.portraits.buckets import objects
from tests.portraits.erasing import everything
owner = everything.person(Organisation.objects.create(name="O", slug="o"), "Eileen Collins")
agree(owner)
photo, _ = add_photo(owner, Arrival(everything.jpeg(data.astronaut()), Photo.Kind.STUDIO), actor=None)
measure(jobs.claim(Photo, photo.pk))
requesting.ask(owner, actor=None, reason="test")
"""


@pytest.mark.slow
@pytest.mark.requirement("N07")
def test_a_person_erased_while_a_worker_renders_them_leaves_nothing(tmp_path):
    here = Installation(tmp_path / "home", LIKENESS_LEASE_SECONDS="6", LIKENESS_SWEEP_SECONDS="2")
    here.run(ASKED)
    progress = "select progress from generation_run"
    with here.worker():
        wait_until(lambda: here.rows(progress)[0][0] > 0.3, seconds=90, what="the render to be half way")
        here.manage("erase", "1", "--confirm", "1", "--wait")
        here.run("import time; time.sleep(12)")  # longer than the rest of the render, and than its lease
    assert here.rows("select count(*) from generation_run") == [(0,)]
    assert here.rows("select count(*) from generation_candidate") == [(0,)]
    assert here.rows("select job_state from portraits_erasure") == [("done",)]
    left = [path for folder in ("media", "outbox") for path in (here.home / folder).rglob("*") if path.is_file()]
    assert left == []
