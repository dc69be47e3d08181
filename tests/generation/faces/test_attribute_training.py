"""Training the attribute heads: labels as they are written, people kept apart, and the command from pictures to heads."""

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from generation.faces import labelling
from generation.faces.attributes import NAMES, figures, heads, labels, training
from generation.faces.attributes.places import PLACES
from generation.faces.attributes.training import Example
from generation.management import painting

DOCS = Path(__file__).resolve().parents[3] / "docs"
LENGTH = PLACES["glasses"].mask().size


def write(folder, *rows):
    file = folder / "labels.csv"
    with file.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, (*labelling.COLUMNS, *NAMES), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def row(path, *, person="A", use="train", **answers):
    return {"repository": "some/where", "path": path, "id": person, "use": use, "seed": 1, **answers}


def looks(count, *, seed=0):
    """Pictures of `count` people in which glasses brighten some cells of their place, among noise."""
    random = np.random.default_rng(seed)
    cells = np.flatnonzero(PLACES["glasses"].mask())[:200]
    for number in range(count):
        seen = random.normal(0, 1, LENGTH).astype(np.float16)
        worn = number % 4 == 0
        seen[cells] += np.float16(worn)
        yield Example(f"P{number}", f"{number}.jpg", seen, {"glasses": float(worn)}, intact=True)


def test_a_blank_label_is_doubt_and_teaches_nothing(tmp_path):
    (read,) = labels.read(write(tmp_path, row("a.jpg", glasses=1, hair_length=2)))
    assert read.labels == {"glasses": 1.0, "hair_length": 2.0}
    assert read.source.name == "some/where/a.jpg"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"use": "test"}, "'test'"), ({"glasses": "2"}, "'2' under glasses"), ({"seed": "x"}, "'x' is no seed")],
)
def test_a_label_that_cannot_be_is_named_with_its_line(tmp_path, wrong, said):
    with pytest.raises(labelling.LabelsError, match=f"Line 3: {said}"):
        labels.read(write(tmp_path, row("a.jpg"), {**row("b.jpg"), **wrong}))


def test_nobody_may_teach_and_judge(tmp_path):
    with pytest.raises(labelling.LabelsError, match="holds back: A"):
        labels.read(write(tmp_path, row("a.jpg"), row("b.jpg", use="held")))


@given(st.lists(st.text(max_size=4), min_size=1, max_size=30))
def test_a_person_is_in_one_fold_whatever_the_order(people):
    first = labelling.folds(people, count=5)
    assert first == labelling.folds(reversed(people), count=5)
    assert set(first) == set(people)
    assert set(first.values()) <= set(range(5))


def test_nobody_who_judges_or_is_in_the_picture_pack_has_taught():
    labelled = labels.read(DOCS / "attributes" / "labels.csv")
    taught = {each.source.person for each in labelled if not each.source.held}
    with (DOCS / "evaluation" / "sources.csv").open(newline="") as lines:
        judging = {Path(line["file"]).parts[1] for line in csv.DictReader(lines)}
    with (DOCS / "evaluation" / "pairs.csv").open(newline="") as lines:
        pack = {Path(line["left"]).parts[2] for line in csv.DictReader(lines) if line["left"].startswith("pack/")}
    assert len(taught) > 500
    assert not taught & (judging | pack)


def test_a_head_finds_on_others_what_it_was_shown():
    shown = list(looks(80))
    found = figures.out_of_fold("glasses", shown)
    assert len(found) == len(shown)
    assert figures.area("glasses", found, shown) > 0.95


def test_half_a_weight_twice_is_a_whole_one():
    shown = list(looks(40))
    halves = [replace(each, weight=0.5) for each in shown for _ in range(2)]
    whole, twice = training.fit("glasses", shown), training.fit("glasses", halves)
    values = [[training.value(head, "glasses", each) for each in shown] for head in (whole, twice)]
    assert values[0] == pytest.approx(values[1], abs=0.01)


def test_a_head_looks_only_where_its_thing_is():
    beside = ~PLACES["glasses"].mask()
    shown = list(looks(40))
    head = training.fit("glasses", shown)
    moved = Example("X", "x.jpg", shown[0].seen + np.float16(3) * beside, {}, intact=True)
    assert training.value(head, "glasses", moved) == training.value(head, "glasses", shown[0])


def test_the_spread_is_that_of_unchanged_pairs_alone():
    pictures = [("A", 0.0, 0), ("A", 0.3, 0), ("B", 0.1, 0), ("B", 5.0, 1), ("C", 1.0, 1), ("C", 1.3, 1)]
    shown = [
        Example(person, str(number), np.zeros(1, np.float16), {"glasses": float(label)}, intact=True)
        for number, (person, _, label) in enumerate(pictures)
    ]
    spread, pairs = figures.spread("glasses", {str(n): value for n, (_, value, _) in enumerate(pictures)}, shown)
    assert pairs == 2
    assert spread == pytest.approx(0.3 / 1.96)


def test_the_command_trains_on_pictures_and_ships_heads_that_load(shared, tmp_path, monkeypatch, capsys):
    source = tmp_path / "some" / "where"
    source.mkdir(parents=True)
    people = [f"{sex}_{number}.jpg" for sex, number in (("female", "04"), ("female", "46"), ("male", "05"),
                                                        ("male", "53"), ("male", "72"), ("male", "74"))]  # fmt: skip
    for name in people:
        shutil.copy(shared / "ai_portraits" / name, source / name)
    answers = [dict.fromkeys(NAMES, int(number % 2 == 0)) for number in range(len(people))]
    rows = [row(name, person=name, **each) for name, each in zip(people, answers, strict=True)]
    rows[-1] |= {"use": "held"}
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(training, "COPIES", 1)
    call_command("train_attributes", write(tmp_path, *rows), pictures=tmp_path, out=out, counts=["beard"])
    assert "| glasses | 5 (3) |" in capsys.readouterr().out
    monkeypatch.setattr(heads, "FOLDER", out)
    assert heads.model().heads["beard"].counts
    assert not heads.model().heads["glasses"].counts
    assert set(heads.rows()) == set(NAMES)
    assert json.loads((out / heads.CARD).read_text())["sha256"]


@pytest.fixture(scope="module")
def shaven(picture, face_of):
    """A picture in colour and its face."""
    name = "ai_portraits/male_53.jpg"
    return picture(name), face_of(name)


def line(*, held=False, seed=1, **answers):
    return labels.Labelled(labelling.Source("some/where", "a.jpg", "A", held, seed), answers)


def test_a_painted_beard_is_labelled_as_one_and_never_judged(shaven):
    picture, face, labelled = painting.painted(*shaven, line(beard=0, moustache=0, glasses=1), ["full_beard"])
    assert labelled.labels == {"beard": 1, "moustache": 1, "glasses": 1}
    shown = list(training.painted(picture, face, labelled))
    assert [(each.intact, each.weight, each.labels["beard"]) for each in shown] == [(False, training.PAINTED, 1)] * 2


def test_the_same_change_is_painted_in_every_run(shaven):
    answers = {"beard": 0, "moustache": 0, "hair_length": 0, "baldness": 0}
    once, again = (painting.painted(*shaven, line(**answers), list(painting.PAINTINGS)) for _ in range(2))
    assert np.array_equal(once[0], again[0])
    assert once[2] == again[2]


def test_nobody_who_judges_nor_a_doubtful_or_bearded_face_is_painted_on(shaven):
    for left in (line(held=True, beard=0, moustache=0), line(beard=0), line(beard=1, moustache=0)):
        assert painting.painted(*shaven, left, ["full_beard"]) is None


def test_black_and_white_is_not_painted_on(shaven):
    grey = np.repeat(shaven[0].mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    assert painting.painted(grey, shaven[1], line(beard=0, moustache=0), ["full_beard"]) is None


def test_a_missing_folder_of_pictures_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"a\.jpg"):
        call_command("train_attributes", write(tmp_path, row("a.jpg")), pictures=tmp_path)
