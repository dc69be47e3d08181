"""Real portraits of one person years apart, labelled by a reader before anything was measured: what was seen to change is found
with its reason, and what was not is no drift. How often this goes wrong over all pairs: docs/drift.md."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generation import faces
from portraits import drift, thresholds
from portraits.calibration import change_decisions
from portraits.drift import Decision, Kind, Observation

LABELS = Path(__file__).resolve().parents[3] / "docs" / "evaluation" / "pairs.csv"
MONDAY = date(2026, 11, 2)
NEW_GLASSES = ("M000388", "L000583")
UNCHANGED = ("A000014", "C001073")
LIMITS = thresholds.drift()
USUAL = {kind: drift.usual([], prior) for kind, prior in LIMITS.kinds.items()}  # of somebody without a baseline


@cache
def labelled(person):
    with LABELS.open(newline="") as opened:
        return next(row for row in csv.DictReader(opened) if f"/pairs/{person}/" in row["left"])


@pytest.fixture(scope="module")
def seen(shared):
    """How the two pictures of a person compare: the distance of their templates, and the changes."""

    @cache
    def compared(person, longest=None):
        looks = [
            look(shared / "faces_public_domain" / Path(labelled(person)[side]).relative_to("pack"), longest)
            for side in ("left", "right")
        ]
        templates, appearances = zip(*looks, strict=True)
        return faces.distance(*templates), faces.changes(*appearances)

    return compared


def look(path, longest):
    with Image.open(path) as image:
        if longest:
            image.thumbnail((longest, longest))
        picture = np.asarray(image.convert("RGB"))
    face = faces.subject(picture)
    (template,) = faces.encode_batch([picture], [face], engine="numpy")
    return template, faces.appearance_of(picture, face)


def on(day, distance, changes):
    """A selfie of that day which compares so."""
    found = [drift.identity_signal(distance, USUAL[Kind.IDENTITY], LIMITS)]
    for change in changes:
        kind = Kind(change.kind)
        found.append(drift.change_signal(kind, change.difference, USUAL[kind], LIMITS, counts=change.counts))
    return Observation(MONDAY + timedelta(days=day), tuple(found))


@pytest.mark.requirement("R08")
@pytest.mark.parametrize("person", NEW_GLASSES)
def test_a_change_that_a_reader_saw_is_watched_first_and_drift_on_another_day_with_its_reason(seen, person):
    assert labelled(person)["glasses"] == "1"
    first = drift.decide([on(0, *seen(person))], LIMITS)
    assert (first.decision, first.kinds) == (Decision.WATCH, (Kind.GLASSES,))
    later = drift.decide([on(day, *seen(person)) for day in (0, 0, 7)], LIMITS)
    assert (later.decision, later.kinds) == (Decision.DRIFT, (Kind.GLASSES,))
    assert "glasses" in later.sentence


@pytest.mark.requirement("R08", "N01")
@pytest.mark.parametrize("person", UNCHANGED)
def test_years_without_a_change_that_a_reader_saw_are_consistent(seen, person):
    assert labelled(person)["any"] == "0"
    assert drift.decide([on(day, *seen(person)) for day in (0, 0, 7)], LIMITS).decision is Decision.CONSISTENT


@pytest.mark.requirement("R08", "N01")
@pytest.mark.parametrize("person", [*NEW_GLASSES, *UNCHANGED])
def test_years_alone_are_neither_drift_of_the_face_nor_somebody_else(seen, person):
    distance, _ = seen(person)
    assert distance < thresholds.identity().same
    verdict = drift.decide([on(day, distance, ()) for day in (0, 0, 7, 14)], LIMITS)
    assert verdict.decision not in (Decision.DRIFT, Decision.SOMEBODY_ELSE)


@pytest.mark.requirement("R08")
@pytest.mark.parametrize("person", [*NEW_GLASSES, *UNCHANGED])
def test_the_numbers_that_are_kept_of_all_labelled_pairs_are_what_is_measured_today(seen, person):
    """Within what saving a picture again moves them. How all of them are decided: tests/portraits/calibration/test_change_decisions.py."""
    row = labelled(person)
    kept = change_decisions.read(LABELS.with_name("measured.csv"))[row["left"], row["right"]]
    distance, changes = seen(person)
    assert kept.distance == pytest.approx(distance, abs=0.03)
    assert kept.counting == {change.kind for change in changes if change.counts}
    for change in changes:
        assert kept.differences[change.kind] == pytest.approx(change.difference, abs=0.5)


@pytest.mark.requirement("R08")
def test_pictures_that_are_too_small_cannot_tell_whatever_changed(seen):
    _, changes = seen("M000388", longest=110)
    assert drift.decide([on(day, None, changes) for day in (0, 0, 7)], LIMITS).decision is Decision.CANNOT_TELL
