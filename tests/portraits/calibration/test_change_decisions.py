"""Labelled pairs of real portraits, decided again from the numbers that `evaluate_changes` kept of them: docs/drift.md shows the table."""

from pathlib import Path

import pytest

from portraits import thresholds
from portraits.calibration import change_decisions, change_pairs
from portraits.calibration.change_decisions import RIGHT, WRONG, Numbers
from portraits.calibration.change_measuring import Comparison
from portraits.drift import Decision, Kind

DOCS = Path(__file__).resolve().parents[3] / "docs"
LABELS = DOCS / "evaluation" / "pairs.csv"
LIMITS = thresholds.drift()


@pytest.fixture(scope="module")
def pairs():
    """Every labelled pair with its numbers."""
    kept = change_decisions.read(LABELS.with_name("measured.csv"))
    read = list(change_pairs.read(LABELS))
    return [(pair, kept[names]) for pair in read if (names := names_of(pair)) in kept]


def names_of(pair):
    return str(pair.left.relative_to(LABELS.parent)), str(pair.right.relative_to(LABELS.parent))


def ends(pairs):
    return {row.changed: row for row in change_decisions.rows(pairs, LIMITS)}


@pytest.mark.requirement("R08")
def test_the_table_in_the_docs_is_what_the_stored_numbers_give(pairs):
    for line in change_decisions.markdown(change_decisions.rows(pairs, LIMITS)):
        assert line in (DOCS / "drift.md").read_text()


@pytest.mark.requirement("R08")
def test_new_glasses_are_found_with_their_reason_on_every_pair(pairs):
    found = ends(pairs)["glasses"]
    assert found.ends == {RIGHT: found.pairs}


@pytest.mark.requirement("R08", "N01")
def test_pairs_that_a_reader_called_unchanged_are_drift_once_in_thirty_at_most_and_nobody_else(pairs):
    found = ends(pairs)["nothing"]
    assert found.ends[WRONG] <= found.pairs / 30
    assert Decision.SOMEBODY_ELSE.value not in found.ends


@pytest.mark.requirement("R08", "N01")
def test_two_files_of_one_sitting_are_no_drift(pairs):
    found = ends(pairs)["one sitting"]
    assert found.ends.get(WRONG, 0) <= found.pairs / 100


@pytest.mark.requirement("R08")
def test_of_the_people_of_the_pack_one_unchanged_is_drift_and_every_labelled_change_but_of_hair_colour_is_found(pairs):
    pack = [each for each in pairs if names_of(each[0])[0].startswith("pack/pairs/")]
    found = ends(pack)
    assert (len(pack), found["nothing"].pairs, found["nothing"].ends[WRONG]) == (48, 28, 1)
    assert {name: row.ends.get(RIGHT, 0) == row.pairs for name, row in found.items() if name in change_pairs.KINDS} == {
        "glasses": True,
        "hair_length": True,
        "hair_colour": False,
    }


def test_a_pair_that_cannot_be_told_is_never_called_unchanged():
    nothing = Numbers(0.3, dict.fromkeys(change_pairs.KINDS), frozenset({"glasses"}))
    assert change_decisions.decide(nothing, LIMITS).decision is Decision.CANNOT_TELL


def test_a_change_that_does_not_count_decides_nothing():
    seen = {**dict.fromkeys(change_pairs.KINDS, 0.0), "hair_colour": 9.0}
    counting = frozenset(change_pairs.KINDS)
    assert change_decisions.decide(Numbers(0.3, seen, counting - {"hair_colour"}), LIMITS).kinds == ()
    assert change_decisions.decide(Numbers(0.3, seen, counting), LIMITS).kinds == (Kind.HAIR_COLOUR,)


def test_what_was_not_compared_is_kept_as_not_told():
    assert Numbers.of(Comparison({}, 0.4, None)).differences == dict.fromkeys(change_pairs.KINDS)
