"""A file of pairs becomes distances: broken lines are named, the rest is compared, and a stopped run goes on."""

import numpy as np
import pytest

from portraits.calibration import comparing as comparing_module
from portraits.calibration.comparing import Comparing
from portraits.calibration.pairs import PairsError
from portraits.calibration.template_store import TemplateStore

PICTURES = {"a1": "0 0", "a2": "0 0.3", "b1": "0.8 0", "b2": "0.8 0.2"}


def lines(comparing):
    return {row.line: row.problem for row in comparing.broken}


def test_each_pair_gets_the_distance_of_its_templates(write_pairs, compare):
    _, compared = compare(write_pairs([("a1", "a2", 1), ("a1", "b1", 0)], **PICTURES))
    assert compared.distance.tolist() == pytest.approx([0.3, 0.8])
    assert compared.mated.tolist() == [True, False]


def test_each_picture_is_encoded_once(write_pairs, compare, encode):
    compare(write_pairs([("a1", "a2", 1), ("a1", "b1", 0), ("a2", "b1", 0)], **PICTURES))
    assert encode.calls == 3


def test_a_second_run_encodes_nothing_again(write_pairs, compare, encode):
    file = write_pairs([("a1", "a2", 1), ("a1", "b1", 0)], **PICTURES)
    _, first = compare(file)
    encode.calls = 0
    _, second = compare(file)
    assert encode.calls == 0
    assert second.distance.tolist() == first.distance.tolist()


def test_templates_of_another_encoder_are_never_taken(write_pairs, compare, encode):
    file = write_pairs([("a1", "a2", 1), ("a1", "b1", 0)], **PICTURES)
    compare(file)
    encode.name, encode.calls = "stand-in 2", 0
    compare(file)
    assert encode.calls == 3


def test_a_run_that_is_stopped_keeps_every_batch_it_has_encoded(write_pairs, compare, encode, monkeypatch):
    monkeypatch.setattr(comparing_module, "BATCH", 2)
    file = write_pairs([("a1", "a2", 1), ("b1", "b2", 1)], **PICTURES)
    real = type(encode).one

    def stopped(self, path):
        if self.calls == 3:
            raise KeyboardInterrupt
        return real(self, path)

    with monkeypatch.context() as stopping:
        stopping.setattr(type(encode), "one", stopped)
        with pytest.raises(KeyboardInterrupt):
            compare(file)
    comparing, compared = compare(file)
    assert comparing.encoded == 2, "those of the batch that was under way"
    assert len(compared) == 2


def test_several_processes_give_the_same_distances(write_pairs, tmp_path, monkeypatch):
    monkeypatch.setattr(comparing_module, "BATCH", 1)
    file = write_pairs([("a1", "a2", 1), ("a1", "b1", 0), ("b1", "b2", 1), ("gone", "b1", 0)], **PICTURES)
    found = {}
    for jobs in (1, 2):
        with TemplateStore(tmp_path / f"templates-{jobs}.sqlite3") as store:
            comparing = Comparing(file, store, _points, encoder="stand-in 1", jobs=jobs)
            found[jobs] = comparing.run().distance.tolist(), comparing.encoded, lines(comparing)
    assert found[1] == found[2]


def _points(paths):
    return [np.array([float(each) for each in path.read_text().split()], np.float32) for path in paths]


def test_the_side_file_is_its_owners_alone_and_names_nobody(write_pairs, compare, tmp_path):
    compare(write_pairs([("from-the-party", "a2", 1)], **PICTURES, **{"from-the-party": "0 0.1"}))
    file = tmp_path / "templates.sqlite3"
    assert file.stat().st_mode & 0o077 == 0
    assert b"party" not in file.read_bytes()


def test_broken_lines_are_named_and_the_rest_is_compared(write_pairs, compare):
    rows = [
        ("a1", "a2", 1),
        ("a1", "gone", 1),
        ("a1", "b1", "perhaps"),
        ("a1", "", 0),
        ("nobody", "b1", 0),
        ("a1", "a1", 1),
        ("b1", "b2", 1),
    ]
    comparing, compared = compare(write_pairs(rows, **PICTURES, nobody="nobody"))
    assert compared.lines.tolist() == [2, 8]
    assert lines(comparing) == {
        3: "gone: there is no such file, or it cannot be read.",
        4: "'perhaps' is neither 1 (the same person) nor 0 (two people).",
        5: "It does not name two pictures.",
        6: "nobody: No face was found.",
        7: "Both pictures are the same file.",
    }


def test_names_that_no_file_can_have_break_their_line_only(write_pairs, compare):
    rows = [("a1", "a2", 1), ("a1", "..", 0), ("x" * 300, "a1", 0)]
    file = write_pairs(rows, **PICTURES)
    file.write_text(file.read_text() + "a1,b\0,0\n")
    comparing, compared = compare(file)
    assert len(compared) == 1
    assert sorted(lines(comparing)) == [3, 4, 5]


def test_two_people_whom_mated_pairs_make_one_are_a_contradiction(write_pairs, compare):
    rows = [("a1", "a2", 1), ("a2", "b1", 1), ("a1", "b1", 0)]
    comparing, _ = compare(write_pairs(rows, **PICTURES))
    assert "one person" in lines(comparing)[4]


def test_years_that_are_no_number_break_the_line_only(write_pairs, compare):
    rows = [("a1", "a2", 1, "soon"), ("b1", "b2", 1, "4.5"), ("a1", "b1", 0, "")]
    comparing, compared = compare(write_pairs(rows, ("left", "right", "mated", "years"), **PICTURES))
    assert lines(comparing) == {2: "'soon' is not a number of years."}
    assert compared.years[0] == 4.5


@pytest.mark.parametrize("content", [b"", b"left;right;mated\n", b"\xff\xfe\x00", b"left,right\na,b\n"])
def test_a_file_without_the_columns_is_refused_with_a_sentence(tmp_path, compare, content):
    file = tmp_path / "pairs.csv"
    file.write_bytes(content)
    with pytest.raises(PairsError, match=r"pairs\.csv"):
        compare(file)


def test_the_same_picture_under_two_names_is_encoded_once(write_pairs, compare, encode):
    compare(write_pairs([("a1", "b1", 0), ("copy", "b1", 0)], **PICTURES, copy="0 0"))
    assert encode.calls == 2
