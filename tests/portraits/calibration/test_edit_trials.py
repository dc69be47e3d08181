"""Painted changes against two nulls, with a stand-in for faces: a picture is its number of spreads."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from generation.faces import Appearance, Change
from portraits.calibration import change_tables, edit_measuring
from portraits.calibration.change_measuring import IN_USE, Seen, Statistics
from portraits.calibration.change_pairs import KINDS
from portraits.calibration.comparing import UnusablePictureError
from portraits.calibration.edit_measuring import Painter
from portraits.calibration.edit_trials import EditRow, Outcomes, Trial
from portraits.calibration.pairs import PairsError


@dataclass(frozen=True)
class Step:
    name: str
    kind: str
    apply: Any


def look(picture):
    if picture is None:
        raise UnusablePictureError("No face was found.")
    return Seen(Appearance("v", 80.0, {44: {"rims.bridge": 1.0}}, {}), np.array([picture], np.float32))


@pytest.fixture
def painter():
    pictures = {"plain": 0.0, "second": 1.0, "wall": None}
    values = {}

    def seen(picture):
        found = look(picture)
        values[id(found.appearance)] = picture
        kept.append(found)
        return found

    kept = []

    def differences(before, after):
        step = values[id(after)] - values[id(before)]
        return [Change(kind, step if kind == "glasses" else 0.0, counts=True, reason="") for kind in KINDS]

    return Painter(
        must_be_found=(Step("thick glasses", "glasses", lambda picture, _: picture + 5),),
        reported=(Step("lost face", "glasses", lambda *_: None),),
        nuisances=(
            Step("dim", "", lambda picture, _: picture + 0.1),
            Step("glare", "", lambda picture, _: picture + 4),
        ),
        open=lambda path: pictures[path.name],
        face=lambda picture: None if picture is not None else look(picture),
        look=seen,
        compare=differences,
    )


@pytest.fixture
def evaluate(painter, tmp_path):
    def run(*lines):
        file = tmp_path / "edits.csv"
        file.write_text("\n".join(["picture,second", *lines]))
        done = edit_measuring.paint(edit_measuring.read(file), painter)
        return done, edit_measuring.report(done, painter, Statistics([], dict.fromkeys(KINDS, 3.0)))

    return run


def in_use(found, name):
    return next(row for row in found.edits if row.trial.name == name and row.trial.statistic == IN_USE)


def test_a_painted_change_is_held_against_the_picture_and_against_a_second_photo(evaluate):
    _, found = evaluate("plain,second", "plain,second", "plain,")
    row = in_use(found, "thick glasses")
    assert (found.pictures, found.seconds) == (3, 2)
    assert (row.told, row.found, row.seconds, row.found_second) == (3, 3, 2, 2)
    assert (row.auc_nuisances, row.auc_second) == (1, 1)
    assert row.trial.promised


def test_a_picture_that_loses_its_face_by_an_edit_cannot_be_told(evaluate):
    row = in_use(evaluate("plain,second")[1], "lost face")
    assert (row.pictures, row.told, row.found, row.auc_nuisances) == (1, 0, 0, None)
    assert not row.trial.promised


def test_what_a_nuisance_sets_off_is_counted_by_kind(evaluate):
    dim, glare = evaluate("plain,", "plain,")[1].nuisances
    assert (dim.name, dim.told, dim.found) == ("dim", 2, {})
    assert (glare.name, glare.found) == ("glare", {"glasses": 2})


def test_a_line_whose_picture_has_no_face_is_named(evaluate):
    done, found = evaluate("wall,", "plain,")
    assert [(each.line, each.problem) for each in done.broken] == [(2, "wall: No face was found.")]
    assert found.pictures == 1


def test_a_line_without_a_picture_is_an_error_that_says_which(evaluate):
    with pytest.raises(PairsError, match="Line 3 names no picture"):
        evaluate("plain,", ",second")


def test_the_tables_show_promises_in_bold_and_false_finds(evaluate):
    text = "\n".join(change_tables.painted_changes(evaluate("plain,second", "plain,second")[1]))
    assert "| **thick glasses** | in use | 2 of 2 | 1.00 | 2 of 2 | 1.00 |" in text
    assert "| glare | 2 of 2 | glasses 2 |" in text


def test_without_a_limit_nothing_is_said_to_be_found():
    row = EditRow.of(
        Trial("beard", "facial_hair", "region rule", promised=True, limit=None), Outcomes([2.0], [1.0], [2.0], [1.0])
    )
    assert (row.found, row.found_second, row.auc_nuisances) == (None, None, None)
