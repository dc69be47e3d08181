"""What every test may use: the cast of real pictures, and a home of its own for files."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

# A crowded machine is slow and not wrong: examples are counted, not timed.
settings.register_profile("likeness", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("likeness")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of licensed real pictures that is never committed."""
    if SHARED.is_dir():
        return SHARED
    reason = f"the picture pack is missing: put it at {SHARED.parent.name}/{SHARED.name} beside the checkout"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def astronaut() -> np.ndarray:
    """NASA's portrait of Eileen Collins (public domain, shipped by scikit-image), 512 x 512 sRGB."""
    from skimage import data

    return np.ascontiguousarray(data.astronaut())


@pytest.fixture(autouse=True)
def own_files(tmp_path, settings):
    """Every test has a media folder and an outbox of its own; certificates are made once a run."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.OUTBOX_DIR = tmp_path / "outbox"
    settings.AUDIT_ANCHORS_FILE = tmp_path / "audit" / "anchors.jsonl"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "media")}},
        "keys": {**settings.STORAGES["keys"], "OPTIONS": {"location": str(tmp_path / "shards")}},
    }


@pytest.fixture
def work(db, django_capture_on_commit_callbacks):
    """Do every job that waits, as the workers would, until none is left; jobs that jobs asked for as well."""

    def work_off() -> None:
        from generation.jobs import JobState
        from generation.models import Run
        from generation.tasks import render
        from portraits.models import Photo, Publication
        from portraits.tasks import measure_photo, publish

        while True:
            rows = [
                (task, pk)
                for model, task in ((Photo, measure_photo), (Run, render), (Publication, publish))
                for pk in model.objects.filter(job_state=JobState.WAITING).values_list("pk", flat=True)
            ]
            if not rows:
                return
            for task, pk in rows:
                task(pk)

    return work_off


@pytest.fixture(scope="session")
def hopper() -> np.ndarray:
    """The US Navy's portrait of Grace Hopper (public domain, shipped by matplotlib), 600 x 512 sRGB."""
    import matplotlib as mpl
    from PIL import Image

    with Image.open(Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg") as image:
        return np.array(image.convert("RGB"))


@pytest.fixture
def unguarded(db):
    """The record as for somebody who may change the database's structure as well: without what its triggers refuse."""
    from accounts.guards import take_away
    from accounts.record_guards import GUARDS

    take_away(GUARDS, "default")


@pytest.fixture
def postgres():
    """A PostgreSQL server with an empty database."""
    from tests.postgresql import Postgres, installed

    if not installed():
        pytest.skip("PostgreSQL is not installed: scripts/install-test-tools")
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session", autouse=True)
def flushed_past_the_guards():
    """A test that commits empties all tables afterwards, also of rows that the product never deletes."""
    from django.db.backends.sqlite3.base import DatabaseWrapper

    emptied = DatabaseWrapper.ops_class.sql_flush

    def sql_flush(self, *args, **options):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE%'")
            guards = cursor.fetchall()
        statements = emptied(self, *args, **options)
        return [*(f"DROP TRIGGER {name}" for name, _ in guards), *statements, *(sql for _, sql in guards)]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DatabaseWrapper.ops_class, "sql_flush", sql_flush)
        yield
