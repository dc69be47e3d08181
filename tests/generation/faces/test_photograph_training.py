"""Training the photograph hints: labels as they are written, filters and damages, and the command from pictures to models."""

import copy
import csv
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from generation.faces import FaceError, labelling
from generation.faces.labelling import Rate
from generation.faces.photographs import figures, labels, training
from generation.faces.photographs.filters import FILTERS, filtered
from generation.faces.photographs.labels import Labelled
from generation.faces.photographs.looks import Look
from generation.faces.photographs.nuisances import damaged
from generation.faces.photographs.screens import Shot, shot_of
from generation.faces.photographs.training import Example
from generation.faces.quality import photograph

DOCS = Path(__file__).resolve().parents[3] / "docs"
SHIPPED = photograph.MODEL.parent
LENGTH = 12


def write(folder, *rows):
    file = folder / "labels.csv"
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, (*labelling.COLUMNS, "kind"))
        writer.writeheader()
        writer.writerows(rows)
    return file


def row(path, *, person="A", use="train", seed=1, kind="photograph"):
    return {"repository": "some/where", "path": path, "id": person, "use": use, "seed": seed, "kind": kind}


def source(person, *, path="faces/a.jpg"):
    return labelling.Source("some/where", path, person, held=False, seed=1)


def shown(count):
    """Photographs, paintings and drawings of `count` people, apart in one number each, among noise."""
    random = np.random.default_rng(0)
    for number in range(count):
        kind = ("photograph", "painting", "drawing")[number % 3]
        numbers = random.normal(0, 1, LENGTH).astype(np.float32)
        numbers[:2] += np.array({"photograph": (-2, 0), "painting": (2, 2), "drawing": (2, -2)}[kind], np.float32)
        yield Example(f"P{number}", f"{number}.jpg", kind, "", intact=True, numbers=numbers)


def test_a_kind_that_cannot_be_is_named_with_its_line(tmp_path):
    with pytest.raises(labelling.LabelsError, match="Line 3: 'statue' is none of photograph"):
        labels.read(write(tmp_path, row("a.jpg"), row("b.jpg", kind="statue")))


def test_nobody_of_the_picture_pack_has_taught():
    labelled = labels.read(DOCS / "photographs" / "labels.csv")
    taught = {each.source.person for each in labelled if not each.source.held}
    with (DOCS / "evaluation" / "pairs.csv").open(newline="") as opened:
        pack = {Path(line["left"]).parts[2] for line in csv.DictReader(opened) if line["left"].startswith("pack/")}
    assert len(taught) > 1000
    assert pack
    assert not taught & pack


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_makes_another_picture_of_the_same_size_the_same_in_every_run(astronaut, name):
    square = astronaut[60:220, 150:310]
    made, again = (filtered(square, name, np.random.default_rng(3)) for _ in range(2))
    assert made.shape == square.shape
    assert np.array_equal(made, again)
    assert np.abs(made.astype(int) - square).mean() > 1


def test_damages_leave_a_square_picture_that_is_never_larger(astronaut):
    square = astronaut[60:220, 150:310]
    for seed in range(12):
        made = damaged(square, np.random.default_rng(seed))
        assert made.dtype == np.uint8
        assert made.shape[0] == made.shape[1] <= square.shape[0]


def test_a_photograph_teaches_also_filtered_and_a_drawing_with_more_damaged_copies(astronaut):
    square = astronaut[60:220, 150:310]
    looks = {
        kind: [(bool(each.filter), each.intact) for each in training.examples(square, Labelled(source("A"), kind))]
        for kind in ("photograph", "drawing")
    }
    plain = [(False, True), (False, False), (False, False)]
    assert looks["photograph"] == [*plain, (True, True), (True, False)]
    assert looks["drawing"] == [*plain, (False, False)]


def test_the_models_tell_others_apart_as_they_were_shown():
    found = figures.out_of_fold(list(shown(90)))
    rows = {each.name: each for each in figures.table(found)}
    assert rows["photograph"].intact == Rate(0, 30)
    assert rows["painting"].intact.found >= 24
    assert rows["drawing"].right.found / rows["drawing"].right.of > 0.9


def test_what_is_fitted_does_not_depend_on_the_order():
    one, other = training.fit(list(shown(30))), training.fit(list(shown(30))[::-1])
    assert np.allclose(one.handmade.weights, other.handmade.weights, atol=1e-5)


def test_models_need_something_to_tell_apart():
    with pytest.raises(labelling.LabelsError, match="too few pictures"):
        training.fit([each for each in shown(9) if each.kind != "drawing"])


def test_stored_models_are_read_as_they_were_to_five_digits(tmp_path):
    file = tmp_path / "photograph.json"
    models = training.fit(list(shown(30)))
    digest = photograph.save(file, models)
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    numbers = next(shown(1)).numbers
    again = photograph.Linear.of(models.handmade.stored())
    assert again.probability(numbers) == pytest.approx(models.handmade.probability(numbers), abs=1e-3)


def test_patterns_are_counted_by_where_pictures_come_from_and_screens_by_lens_without_what_cannot_be_told():
    def look(path, pattern, shot=None):
        return Look(Labelled(source("A", path=path), "early_photograph"), (), pattern, shot)

    looked = [look("new/a.jpg", 1.0, Shot(0.4, 6.0)), look("new/b.jpg", None, Shot(0.4, 2.0)), look("old/c.jpg", 5.0)]
    rates = dict(figures.patterns(looked))
    assert rates["early photograph, some/where new"] == Rate(0, 1)
    assert rates["early photograph, some/where old"] == Rate(1, 1)
    assert rates["simulated screens, lens 0.4"] == Rate(1, 2)
    assert rates["simulated screens, lens 1.2"] == Rate(0, 0)


def test_a_small_face_is_put_on_no_screen(astronaut):
    assert shot_of(astronaut[:199, :199], np.random.default_rng(0)) is None
    assert shot_of(astronaut[:200, :200], np.random.default_rng(0)).pattern > 0


def test_a_face_error_stays_itself_between_processes():
    again = copy.copy(FaceError("weights_changed", "The file is another one."))  # as pickle does
    assert (again.code, str(again)) == ("weights_changed", "The file is another one.")


def test_the_command_trains_on_pictures_and_prints_how_often_the_hints_are_right(shared, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "some" / "where"
    folder.mkdir(parents=True)
    *people, judge = "female_04", "female_46", "male_05", "male_53", "male_72", "male_74", "female_06"
    for name in (*people, judge):
        shutil.copy(shared / "ai_portraits" / f"{name}.jpg", folder / f"{name}.jpg")
    fold_of = labelling.folds(people, count=2)
    kinds = ("photograph", "painting", "drawing") * 2  # all three in either fold
    rows = [
        row(f"{name}.jpg", person=name, kind=kind)
        for name, kind in zip(sorted(people, key=fold_of.__getitem__), kinds, strict=True)
    ]
    rows.append(row(f"{judge}.jpg", person=judge, use="held"))
    monkeypatch.setattr(figures, "FOLDS", 2)
    call_command("train_photograph", write(tmp_path, *rows), pictures=tmp_path, out=tmp_path)
    printed = capsys.readouterr().out
    assert "| five folds | refused | refused, damaged | kind told rightly |" in printed
    assert "| held | refused |" in printed
    assert "| photograph, some/where" in printed
    assert hashlib.sha256((tmp_path / "photograph.json").read_bytes()).hexdigest() in printed
    stored, shipped = (json.loads((each / "photograph.json").read_text()) for each in (tmp_path, SHIPPED))
    assert {name: len(each["weights"]) for name, each in stored.items()} == {
        name: len(each["weights"]) for name, each in shipped.items()
    }


def test_a_missing_picture_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"a\.jpg"):
        call_command("train_photograph", write(tmp_path, row("a.jpg")), pictures=tmp_path)
