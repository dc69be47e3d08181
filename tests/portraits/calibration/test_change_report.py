"""Rows, verdicts and tables of an evaluation, from made-up comparisons."""

from pathlib import Path

import numpy as np
import pytest

from generation.faces import Appearance, Change
from portraits.calibration import change_report, change_tables
from portraits.calibration.change_measuring import (
    IN_USE,
    LEARNED,
    Comparison,
    MeasuredPair,
    Measuring,
    Seen,
    Statistics,
)
from portraits.calibration.change_pairs import COLUMNS, KINDS, LABELS, LabelledPair
from portraits.calibration.change_tones import ByTone
from portraits.calibration.comparing import UnusablePictureError

LIMITS = dict.fromkeys(KINDS, 3.0)


def measured(number, *, glasses, changed, same_sitting=False, distance=0.4, nose=0.0):
    """A pair of one person whose difference of glasses is given; nothing else changed."""
    labels = dict.fromkeys(LABELS, False) | {"glasses": changed, "any": changed}
    pair = LabelledPair(number + 2, Path(f"{number}a"), Path(f"{number}b"), same_sitting, labels)
    changes = {kind: Change(kind, 0.0, counts=False, reason="") for kind in KINDS}
    changes["glasses"] = Change("glasses", glasses, counts=True, reason="")
    learned = {} if glasses is None else {"glasses": glasses}
    regions = (44, {"rims.bridge": nose, "rims.edge": nose})
    return MeasuredPair(pair, number, Comparison(changes, distance, regions, learned))


def crowd(*, seen):
    """Ten people with new glasses and sixty without, whose rule says so by `seen` spreads."""
    rng = np.random.default_rng(2)
    pairs = [(number, number < 10) for number in range(70)]
    return [
        measured(
            number, glasses=seen * changed + rng.normal(), changed=changed, distance=rng.normal(), nose=rng.normal()
        )
        for number, changed in pairs
    ]


def report(pairs):
    found = change_report.report(pairs, Statistics([each.comparison for each in pairs], LIMITS), seed=1)
    return found, {kind.kind: kind for kind in found.kinds}


def row(kind, statistic):
    return next(each for each in kind.rows if each.statistic == statistic)


def test_an_attribute_that_sees_glasses_better_than_regions_and_identity_counts():
    _, kinds = report(crowd(seen=4))
    assert kinds["glasses"].verdict.counts
    assert row(kinds["glasses"], LEARNED).auc > 0.9
    assert all(share >= 0.8 for share in kinds["glasses"].verdict.better_than.values())


def test_one_that_sees_nothing_does_not_count_and_the_sentence_says_by_how_much():
    _, kinds = report(crowd(seen=0))
    assert not kinds["glasses"].verdict.counts
    assert "does not count (better than region rule in" in kinds["glasses"].verdict.sentence


def test_four_changed_people_are_too_few_to_count():
    pairs = crowd(seen=8)
    kept = [each for each in pairs if each.person not in range(4, 10)]
    _, kinds = report(kept)
    assert not kinds["glasses"].verdict.counts
    assert "4 changed people are fewer than 5" in kinds["glasses"].verdict.sentence


def test_a_kind_that_nobody_changed_has_rows_without_an_area_and_no_verdict_for():
    _, kinds = report(crowd(seen=4))
    assert row(kinds["baldness"], IN_USE).auc is None
    assert "nothing to judge" in kinds["baldness"].verdict.sentence


def test_what_cannot_be_told_is_a_column_of_its_own():
    pairs = [*crowd(seen=4), measured(70, glasses=None, changed=True), measured(71, glasses=None, changed=False)]
    _, kinds = report(pairs)
    found = row(kinds["glasses"], IN_USE)
    assert (found.changed, found.unchanged, found.untold) == (10, 60, (1, 1))


def test_pairs_of_one_sitting_are_a_null_of_their_own():
    pairs = [
        *crowd(seen=4),
        measured(80, glasses=0.5, changed=False, same_sitting=True),
        measured(81, glasses=5.0, changed=False, same_sitting=True),
        measured(82, glasses=0.1, changed=False, same_sitting=None),
    ]
    found, kinds = report(pairs)
    assert (found.pairs, found.same_sitting) == (70, 2)
    assert kinds["glasses"].same_sitting == (2, 1)
    assert row(kinds["glasses"], IN_USE).unchanged == 60


def test_any_visible_change_is_found_when_a_kind_that_counts_is_over_its_limit():
    pairs = crowd(seen=9)
    found = row(report(pairs)[1]["any"], IN_USE)
    assert (found.limit, found.caught) == (1.0, 10)


def test_the_table_names_every_statistic_the_fixed_distance_and_the_verdicts():
    found, _ = report(crowd(seen=4))
    text = change_tables.markdown(found, [], ByTone(), None)
    assert "70 pairs of two sittings and 0 of one sitting, 70 people." in text
    assert "identity distance, fixed 0.6" in text
    assert "- glasses: counts" in text
    assert "Nobody has a portrait and three pictures of other sittings" in text


def test_curves_run_from_everything_to_nothing():
    table = change_report.scores(crowd(seen=4), Statistics([], LIMITS))
    alarms, caught = change_report.curves(table)["glasses"][IN_USE]
    assert (alarms[0], caught[0], alarms[-1], caught[-1]) == (1, 1, 0, 0)
    assert "baldness" not in change_report.curves(table)


@pytest.fixture
def measure(tmp_path):
    """Measure a file with a stand-in that reads a picture's glasses from its file."""
    looked = []

    def look(path):
        looked.append(path.name)
        if path.read_text() == "nobody":
            raise UnusablePictureError("No face was found.")
        value = float(path.read_text())
        return Seen(Appearance("v", 80.0, {44: {"chin.L": value}}, {}), np.array([value], np.float32))

    def compare(before, after):
        step = after.levels[44]["chin.L"] - before.levels[44]["chin.L"]
        return [Change("glasses", step, counts=True, reason="")]

    def run(file):
        measuring = Measuring(file, look, compare)
        return measuring, measuring.run(), looked

    return run


def test_every_picture_is_looked_at_once_and_bad_lines_are_named(write_pairs, measure):
    no = ("0",) * 7
    rows = [("a", "b", *no), ("b", "c", *no), ("c", "wall", *no), ("c", "lost", *no), ("a", "a", *no)]
    file = write_pairs(rows, COLUMNS, a="1", b="4", c="2", wall="nobody")
    measuring, pairs, looked = measure(file)
    assert sorted(looked) == ["a", "b", "c", "lost", "wall"]
    assert [(each.pair.line, each.comparison.changes["glasses"].difference) for each in pairs] == [(2, 3), (3, -2)]
    assert len({each.person for each in pairs}) == 1
    assert [(each.line, each.problem.split(":")[0]) for each in measuring.broken] == [
        (4, "wall"),
        (5, "lost"),
        (6, "Both pictures are the same file."),
    ]
