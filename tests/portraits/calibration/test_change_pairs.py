"""Labelled pairs of one person, read line by line."""

import pytest

from portraits.calibration.change_pairs import COLUMNS, LabelledPair, read
from portraits.calibration.pairs import Broken, PairsError

UNCHANGED = ("0", "0", "0", "0", "0", "0", "0")


@pytest.fixture
def only(write_pairs):
    """The one line of a file."""

    def line(*values):
        (found,) = read(write_pairs([values], COLUMNS))
        return found

    return line


def test_a_line_says_what_changed_what_did_not_and_what_is_doubtful(only, tmp_path):
    found = only("a.jpg", "b.jpg", "0", "1", "0", "", "0", "0", "1")
    assert isinstance(found, LabelledPair)
    assert (found.line, found.left, found.right, found.same_sitting) == (
        2,
        tmp_path / "a.jpg",
        tmp_path / "b.jpg",
        False,
    )
    assert found.changed == {
        "glasses": True,
        "facial_hair": False,
        "hair_colour": None,
        "hair_length": False,
        "baldness": False,
        "any": True,
    }


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (("", "b.jpg", *UNCHANGED), "does not name two pictures"),
        (("a.jpg", "a.jpg", *UNCHANGED), "the same file"),
        (("a.jpg", "b.jpg", "0", "yes", *UNCHANGED[2:]), "'yes' under glasses"),
        (("a.jpg", "b.jpg", "1", "1", "0", "0", "0", "0", "1"), "one sitting and a visible change"),
        (("a.jpg", "b.jpg", "0", "1", "0", "0", "0", "0", "0"), "no visible change at all"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_its_number(only, values, named):
    found = only(*values)
    assert isinstance(found, Broken)
    assert found.line == 2
    assert named in found.problem


def test_a_file_without_the_columns_says_which_are_missing(write_pairs):
    with pytest.raises(PairsError, match="no column same_sitting, glasses"):
        list(read(write_pairs([("a", "b", "1")])))
