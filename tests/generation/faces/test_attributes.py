"""Six visible things read from one picture: what raises a value, what must not, and when a picture cannot tell."""

import subprocess
import sys
from functools import cache

import cv2
import numpy as np
import pytest

from generation import faces, hair_painting, simulation
from generation.faces import attributes, degradations
from generation.faces.attributes import heads
from generation.faces.errors import FaceError

PEOPLE = ("female_04", "female_46", "male_05", "male_53", "male_72")
SPREADS = 2.0  # less than this is what two pictures of one person differ by anyway
NUISANCES = {
    "light x 0.7": lambda picture, face: degradations.exposed(picture, face, -0.5),
    "side light": lambda picture, face: degradations.side_lit(picture, face, 1.0),
    "JPEG of quality 40": lambda picture, face: degradations.compressed(picture, face, 40),
    "half the size": lambda picture, face: degradations.small(picture, face, 0.5),
    "mirror image": lambda picture, _: np.ascontiguousarray(picture[:, ::-1]),
}


@pytest.fixture(scope="module")
def cast(picture, face_of):
    return [(picture(name), face_of(name)) for name in (f"ai_portraits/{person}.jpg" for person in PEOPLE)]


@pytest.fixture(scope="module")
def before(cast):
    return [attributes.read(*each).values for each in cast]


def steps(name, before, after):
    """How far each person's value moved, in spreads of unchanged pairs."""
    spread = attributes.model().heads[name].spread
    return [(new[name] - old[name]) / spread for old, new in zip(before, after, strict=True)]


def again(picture):
    return attributes.read(picture, faces.subject(picture)).values


def test_all_six_are_told_of_a_whole_head(astronaut, astronaut_face):
    told = attributes.read(astronaut, astronaut_face)
    assert set(told.values) == set(attributes.NAMES)
    assert told.version == attributes.model().version


def test_drawn_glasses_raise_the_glasses_of_everybody(cast, before):
    after = [again(simulation.glasses(picture, thickness=0.06)) for picture, _ in cast]
    assert min(steps("glasses", before, after)) > SPREADS


def test_a_painted_beard_raises_the_beard(cast, before):
    after = [again(hair_painting.full_beard(picture, face)) for picture, face in cast]
    assert np.median(steps("beard", before, after)) > SPREADS


def test_painted_long_hair_raises_the_length_of_short_hair(cast, before):
    short = [number for number, values in enumerate(before) if PEOPLE[number].startswith("male")]
    after = [again(hair_painting.long_hair(*cast[number])) for number in short]
    assert np.median(steps("hair_length", [before[number] for number in short], after)) > SPREADS


@pytest.mark.parametrize("nuisance", NUISANCES)
def test_a_nuisance_moves_no_value_like_a_change_would(cast, before, nuisance):
    after = [again(NUISANCES[nuisance](picture, face)) for picture, face in cast]
    for name in attributes.NAMES:
        told = [number for number, values in enumerate(after) if name in values and name in before[number]]
        moved = steps(name, [before[number] for number in told], [after[number] for number in told])
        assert np.median(np.abs(moved)) < SPREADS, name


def test_black_and_white_tells_no_colour_of_hair_even_when_it_is_toned(astronaut, astronaut_face):
    grey = cv2.cvtColor(astronaut, cv2.COLOR_RGB2GRAY)[..., None].astype(np.float32)
    for tone in ((1, 1, 1), (1, 0.85, 0.6)):
        toned = np.asarray(np.clip(grey * np.array(tone, np.float32), 0, 255), np.uint8)
        told = attributes.read(toned, astronaut_face).values
        assert set(attributes.NAMES) - set(told) == {"grey_hair"}


def test_hair_beyond_the_frame_is_not_told(astronaut, astronaut_face):
    box = astronaut_face.box
    below, above = astronaut[: round(box.bottom)], astronaut[round(box.top) :]
    assert "hair_length" not in again(np.ascontiguousarray(below))
    assert "baldness" not in again(np.ascontiguousarray(above))


def test_a_face_with_eyes_too_near_tells_nothing(astronaut, astronaut_face):
    tiny = degradations.small(astronaut, astronaut_face, 25 / faces.geometry.eye_distance(astronaut_face))
    assert not again(tiny)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the shipped heads that may be damaged."""
    for name in (heads.CARD, heads.WEIGHTS):
        (tmp_path / name).write_bytes((heads.FOLDER / name).read_bytes())
    monkeypatch.setattr(heads, "FOLDER", tmp_path)
    return tmp_path


def test_changed_heads_are_refused_with_what_to_do(folder, astronaut, astronaut_face):
    data = bytearray((folder / heads.WEIGHTS).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / heads.WEIGHTS).write_bytes(data)
    with pytest.raises(FaceError, match="train_attributes") as caught:
        attributes.read(astronaut, astronaut_face)
    assert caught.value.code == "weights_changed"


@pytest.mark.parametrize("name", [heads.CARD, heads.WEIGHTS])
def test_missing_heads_are_refused_with_what_to_do(folder, astronaut, astronaut_face, name):
    (folder / name).unlink()
    with pytest.raises(FaceError, match="Restore") as caught:
        attributes.read(astronaut, astronaut_face)
    assert caught.value.code == "weights_missing"


def test_heads_of_another_encoder_are_refused(folder):
    card = (folder / heads.CARD).read_text()
    (folder / heads.CARD).write_text(card.replace('"encoder": "', '"encoder": "other '))
    with pytest.raises(FaceError, match="another encoder"):
        attributes.model()


def test_what_is_known_of_every_head_is_told():
    model = attributes.model()
    assert set(model.heads) == set(attributes.NAMES)
    assert all(head.spread > 0 and head.figures["held_pictures"] for head in model.heads.values())


@cache
def imported_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split())


def test_reading_needs_no_torch_and_importing_no_opencv():
    assert not {"cv2", "torch", "dlib"} & imported_by("import generation.faces.attributes")
    assert "torch" not in imported_by("from generation.faces import attributes; attributes.read; attributes.model()")
