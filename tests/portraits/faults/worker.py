"""A worker for tests of faults: its pictures are made at once, and a run halts where its reason says until it is killed.

Everything around the pictures is the product's own: claims, leases, attempts, files, rows.
"""

import time
from pathlib import Path
from types import SimpleNamespace

import django
from django.conf import settings

from portraits.celery import app

__all__ = ["app"]

django.setup()

import numpy as np  # noqa: E402 (rows are there only after Django's setup)

from generation import making, picture_files, pictures, ranking, rendering  # noqa: E402
from generation.models import Run  # noqa: E402

STAGES = ("claimed", "loading", "rendering 2", "gates", "finishing")


def halt(run: Run, stage: str) -> None:
    """Stay here with the first attempt of a run that asks for it, alive, until the process is killed."""
    if run.attempts == 1 and run.reason == f"halt {stage}":
        Path(settings.HOME, f"halted-{run.pk}").touch()
        time.sleep(300)


def _sit(run, recipe, *, progress, tally):
    halt(run, "loading")
    return SimpleNamespace(run=run, recipe=recipe, prepared=SimpleNamespace(advice=()))


def _make(sitting, variant, *, number, progress, tally):
    halt(sitting.run, f"rendering {number}")
    tally.device = "cpu"
    progress.checking()
    halt(sitting.run, "gates")
    code = (sitting.run.pk * 7 + number) % 256
    picture = np.full((16, 16, 3), code, np.uint8)
    fields = {
        **making._of_variant(sitting.recipe, variant, number=number),
        "width": 16,
        "height": 16,
        "verdict": "pass",
    }
    entry = ranking.Entry(number, "pass", (), 1.0, 0.0)
    return making.Made(fields, pictures.encode(picture), entry, None, ())


def _make_all(run, recipe, **rest):
    halt(run, "claimed")
    Finishing.run = run
    return _really_make_all(run, recipe, **rest)


def _store(data, **where):
    """Files are being written, rows are not yet."""
    stored = _really_store(data, **where)
    halt(Finishing.run, "finishing")
    return stored


class Finishing:
    run: Run


_really_make_all, _really_store = making.make_all, picture_files.store
making._sit, making._make = _sit, _make
rendering.make_all, picture_files.store = _make_all, _store
