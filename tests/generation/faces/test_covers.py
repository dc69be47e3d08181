"""Training of what tells a covered mouth and closed eyes: drawings stay in their place, real hands only judge, and the command."""

import hashlib
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from generation.faces import FaceError, labelling, topology
from generation.faces.covers import figures, looks, real_hands, training
from generation.faces.covers.real_hands import Hand, laid_before
from generation.faces.covers.training import COVERS, LIDS, Example
from generation.faces.labelling import Rate
from generation.faces.photographs.labels import Labelled
from generation.faces.quality import seen
from generation.management import looking

LENGTH = 8


@pytest.fixture(scope="module")
def head(astronaut):
    return astronaut[20:260, 100:340].copy()


@pytest.fixture(scope="module")
def face(head):
    return training.faces(head)[0]


def changed(before, after):
    return np.abs(after.astype(int) - before).max(axis=2)


def around(difference, place, reach=4):
    x, y = (round(float(value)) for value in place)
    return difference[y - reach : y + reach, x - reach : x + reach]


@pytest.mark.parametrize("name", COVERS)
def test_a_cover_lies_before_the_mouth_and_not_before_the_eyes_the_same_in_every_run(head, face, name):
    made, again = (COVERS[name](head, face, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(made, again)
    assert around(changed(head, made), face.points[topology.LIPS].mean(axis=0)).mean() > 8
    assert around(changed(head, made), face.points[topology.EYE_LEFT].mean(axis=0)).max() < 40


@pytest.mark.parametrize("name", LIDS)
def test_lids_close_the_eyes_and_leave_the_mouth_alone(head, face, name):
    difference = changed(head, LIDS[name](head, face, np.random.default_rng(3)))
    for eye in face.irises:
        assert around(difference, eye.ring[0], reach=2).mean() > 20
    assert around(difference, face.points[topology.LIPS].mean(axis=0)).max() == 0


def cut_out(folder, mode="RGBA"):
    pixels = np.full((60, 60, 4), (200, 60, 60, 255), np.uint8)
    pixels[:20, :, 3] = 0
    file = folder / "a hand.png"
    Image.fromarray(pixels).convert(mode).save(file)
    return file


def test_a_real_hand_is_laid_before_the_mouth_in_the_tone_of_the_skin(tmp_path, head, face):
    hand = Hand.read(cut_out(tmp_path))
    assert hand.middle[1] > 20
    covered = laid_before(head, face, hand, np.random.default_rng(0))
    assert around(changed(head, covered), face.points[topology.LIPS].mean(axis=0)).mean() > 8
    assert around(changed(head, covered), face.points[topology.FOREHEAD_TOP]).max() == 0


def test_a_hand_that_was_not_cut_out_is_refused_by_name(tmp_path):
    with pytest.raises(labelling.LabelsError, match=r"a hand\.png has no transparent part"):
        Hand.read(cut_out(tmp_path, mode="RGB"))


def labelled(*, held):
    return Labelled(labelling.Source("some/where", "a.jpg", "A", held=held, seed=1), "photograph")


def test_a_photograph_teaches_as_it_is_damaged_and_drawn_on_and_real_hands_never_teach(
    tmp_path, head, face, monkeypatch
):
    monkeypatch.setattr(training, "OF_EACH", {"mouth": 1, "eye": 1})
    monkeypatch.setattr(training, "SMALLEST", 30.0)
    monkeypatch.setattr(real_hands, "WIDE", (0.1, 0.12))  # a large one would hide this small face from the detector
    shown = looks.look(head, face, labelled(held=True), real=[Hand.read(cut_out(tmp_path))]).examples
    drawn = {each.drawing for each in shown}
    assert {"", "hand: a hand"} < drawn
    assert len(drawn & COVERS.keys()) == len(drawn & LIDS.keys()) == 1
    assert all(each.numbers.shape == (128,) for each in shown)
    assert {each.intact for each in shown if each.part == "mouth" and not each.drawing} == {True, False}
    models = training.fit(shown)
    without = training.fit([each for each in shown if each.drawing != "hand: a hand"])
    assert np.array_equal(models.mouth.weights, without.mouth.weights)


def examples(people=40):
    """Free and covered mouths, open and closed eyes, apart in one number each, among noise."""
    random = np.random.default_rng(0)
    kinds = {"mouth": ["", "fist", "cup", "hand: real"], "eye": ["", "lids filled in", "lids laid over"]}
    for number in range(people):
        for part, names in kinds.items():
            for name in names:
                numbers = random.normal(0, 1, LENGTH).astype(np.float32)
                numbers[0] += -4 if name else 4
                yield Example(f"P{number}", part, name, True, numbers, 0.3 if part == "eye" else 1.0, 40.0)


def test_covers_of_a_kind_that_was_not_taught_are_judged_by_people_apart():
    rows = {row.name: row for row in figures.table(figures.out_of_fold(list(examples())))}
    assert rows["free mouths"].intact.found <= 1
    assert rows["open eyes"].intact.of == 40
    assert rows["fist"].intact.found >= 30
    assert rows["hand: real"].intact.found >= 30
    assert [rate.of for rate in rows["cup"].tones] == [40, 0, 0]
    assert rows["scarf"].intact == Rate(0, 0)


def test_a_model_needs_something_to_tell_apart():
    with pytest.raises(labelling.LabelsError, match="too few pictures"):
        training.fit([each for each in examples() if not each.drawing])


def test_the_command_prints_both_tables_and_writes_the_models_with_their_digest(tmp_path, monkeypatch, capsys):
    shown = list(examples())
    taught, held = ([each for each in shown if (int(each.person[1:]) > 30) is later] for later in (False, True))
    people = [looks.Look(False, tuple(taught)), looks.Look(True, tuple(held))]
    monkeypatch.setattr(looking, "looks", lambda *_, **__: iter(people))
    file = tmp_path / "labels.csv"
    file.write_text("repository,path,id,use,seed,kind\n")
    call_command("train_seen", str(file), "--pictures", str(tmp_path), "--out", str(tmp_path))
    printed = capsys.readouterr().out
    assert "| five folds, kinds apart | refused |" in printed
    assert "| fist | 9 of 9 (100.0%)" in printed.split("| held |")[1]
    assert hashlib.sha256((tmp_path / "seen.json").read_bytes()).hexdigest() in printed
    assert json.loads((tmp_path / "seen.json").read_text()).keys() == {"mouth", "eye"}


def test_labels_without_a_photograph_are_refused(tmp_path):
    file = tmp_path / "labels.csv"
    file.write_text("repository,path,id,use,seed,kind\n")
    with pytest.raises(CommandError, match="too few pictures"):
        call_command("train_seen", str(file), "--pictures", str(tmp_path))


def test_another_opencv_that_sees_eyes_otherwise_is_refused(monkeypatch):
    monkeypatch.setattr(seen, "EYE_MEAN", 0.5)
    seen.check.cache_clear()
    with pytest.raises(FaceError) as refused:
        seen.check()
    assert refused.value.code == "weights_changed"
    seen.check.cache_clear()
