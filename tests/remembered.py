"""Work whose outcome depends on its input alone, really done the first time in a process and remembered for the next test."""

import hashlib
import json
from functools import wraps

import pytest

from generation import faces, making, rendering
from generation.making import Made

_made: dict[str, tuple[list[Made], list[str]]] = {}
_measured: dict[tuple[str, bool, bool], faces.Measurement] = {}
_measure = faces.measure


@pytest.fixture
def made_once(monkeypatch):
    """The candidates of a photo by a recipe, as a worker makes them and the gates judge them."""
    monkeypatch.setattr(rendering, "make_all", _make_all)


@wraps(making.make_all)
def _make_all(run, recipe, *, progress, tally):
    photos = [run.source_sha256, *(row["sha256"] for row in run.references)]
    key = json.dumps([recipe.as_json(), photos, run.compare], sort_keys=True)
    if key not in _made:
        _made[key] = making.make_all(run, recipe, progress=progress, tally=tally)
    made, advice = _made[key]
    tally.candidates = len(made)
    return list(made), list(advice)


@pytest.fixture
def measured_once(monkeypatch):
    """What is measured of a photo."""
    monkeypatch.setattr(faces, "measure", _measure_once)


@wraps(faces.measure)
def _measure_once(picture, *, compare=True, appearance=False):
    key = hashlib.sha256(picture.tobytes()).hexdigest(), compare, appearance
    if key not in _measured:
        _measured[key] = _measure(picture, compare=compare, appearance=appearance)
    return _measured[key]
