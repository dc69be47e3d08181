"""Whatever is wrong with a run has a name on its row, is kept, can be tried again, and the worker goes on."""

import errno
from dataclasses import replace

import numpy as np
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.db import OperationalError
from PIL import Image

from generation import making, picture_files, pictures, queues, recipe, tasks
from generation.engines.diffusion import engine as diffusion
from generation.engines.diffusion import painting
from generation.jobs import JobState
from generation.models import Run
from generation.recipe import RecipeError
from tests.factories import PersonFactory, RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendered(astronaut, settings):
    """A run carried out by the task, as a worker does it."""

    def render(*, key="refine", picture=astronaut, **fields):
        fields = {"person": PersonFactory(), "compare": False, "recipe_key": key, **fields}
        data = pictures.encode(np.ascontiguousarray(picture))
        stored = picture_files.store(data, person=fields["person"], folder="photos")
        row = RunFactory(source_name=stored.name, source_sha256=stored.sha256, **fields)
        tasks.render(row.pk)
        row.refresh_from_db()
        return row

    return render


@pytest.fixture
def model(tmp_path, settings, monkeypatch):
    """A shipped recipe whose model is a folder of this test's."""
    settings.MODELS_DIR = tmp_path
    shipped = recipe.load("klein4b-background")
    monkeypatch.setattr(recipe, "load", lambda _: shipped)
    return shipped


@pytest.fixture
def painted(monkeypatch):
    """A model that is loaded and paints what the test says."""

    def as_asked(made):
        monkeypatch.setattr(diffusion.weights, "located", lambda *_: None)
        monkeypatch.setattr(diffusion.loading, "resident", lambda *_: None)
        monkeypatch.setattr(diffusion, "painted", lambda *_, **__: painting.checked(made))

    return as_asked


def unknown_field(rendered, monkeypatch, **_):
    def refused(key):
        raise RecipeError(f"{key}.yaml: the field 'glow' is unknown.")

    monkeypatch.setattr(recipe, "load", refused)
    return rendered()


def unknown_argument(rendered, model, monkeypatch, **_):
    method = replace(model.diffusion, call={**model.diffusion.call, "glow": 1})
    monkeypatch.setattr(recipe, "load", lambda _: replace(model, diffusion=method))
    monkeypatch.setattr(diffusion.weights, "located", lambda *_: None)
    return rendered(key=model.key)


def missing_weights(rendered, model, **_):
    return rendered(key=model.key)


def forbidden_licence(rendered, model, monkeypatch, **_):
    method = replace(model.diffusion, commercial=False)
    monkeypatch.setattr(recipe, "load", lambda _: replace(model, diffusion=method))
    return rendered(key=model.key)


def truncated_weights(rendered, model, tmp_path, **_):
    pipeline = model.diffusion.pipeline
    folder = tmp_path / pipeline.path / pipeline.revision
    (folder / "vae").mkdir(parents=True)
    index = f'{{"_class_name": "{pipeline.name}", "vae": ["diffusers", "AutoencoderKLFlux2"]}}'
    (folder / "model_index.json").write_text(index)
    (folder / "vae" / "model.safetensors").write_bytes(b"\x40\x00\x00\x00\x00\x00\x00\x00{")
    return rendered(key=model.key)


def too_small(rendered, astronaut, **_):
    return rendered(picture=np.asarray(Image.fromarray(astronaut).resize((96, 96))))


def nobody(rendered, **_):
    return rendered(picture=np.full((400, 400, 3), 128, np.uint8))


def several_faces(rendered, astronaut, **_):
    return rendered(picture=np.hstack([astronaut[:, 60:400], astronaut[:, 60:400]]))


def no_references(rendered, **_):
    return rendered(compare=True, references=[])


def not_a_number(rendered, model, painted, **_):
    painted(np.full((64, 64, 3), np.nan))
    return rendered(key=model.key)


def black(rendered, model, painted, **_):
    painted(np.zeros((64, 64, 3)))
    return rendered(key=model.key)


def disk_full(rendered, monkeypatch, **_):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    made = made_at_once(monkeypatch)
    save, calls = default_storage.save, []

    def only_the_source(name, content):
        calls.append(name)
        return save(name, content) if len(calls) == 1 else full()

    monkeypatch.setattr(default_storage, "save", only_the_source)
    assert made
    return rendered()


def no_room_for_rows(rendered, monkeypatch, **_):
    from generation import rendering

    def full(*_, **__):
        raise OperationalError("database or disk is full")

    made_at_once(monkeypatch)
    monkeypatch.setattr(rendering, "_write", full)
    return rendered()


def source_gone(rendered, **_):
    row = RunFactory(compare=False, source_name="photos/none.jpg")
    tasks.render(row.pk)
    row.refresh_from_db()
    return row


def takes_too_long(rendered, monkeypatch, **_):
    def ended(*_, **__):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(making, "_sit", ended)
    return rendered()


def made_at_once(monkeypatch):
    """One candidate without an engine, for what happens after it."""
    from generation import ranking, rendering

    entry = ranking.Entry(1, "pass", (), 1.0, 0.0)
    fields = {"number": 1, "preset": "warm", "background": "keep", "polish": 0.5, "seed": 0, "origin": "x",
              "width": 1, "height": 1, "verdict": "pass"}  # fmt: skip
    data = pictures.encode(np.zeros((4, 4, 3), np.uint8))
    monkeypatch.setattr(rendering, "make_all", lambda *_, **__: ([making.Made(fields, data, entry, None, ())], []))
    return True


TABLE = [
    (unknown_field, "recipe_invalid", "the field 'glow' is unknown"),
    (unknown_argument, "arguments_unknown", "has no argument glow"),
    (missing_weights, "weights_missing", "looked for"),
    (forbidden_licence, "not_allowed", "forbids commercial use"),
    (truncated_weights, "weights_broken", "copy it again"),
    (too_small, "face_too_small", "too small"),
    (nobody, "no_face", "face"),
    (several_faces, "several_faces", "one person"),
    (no_references, "no_references", "no references, no portrait"),
    (not_a_number, "broken_picture", "numbers that are none"),
    (black, "broken_picture", "a black picture"),
    (disk_full, "storage_full", "no room left"),
    (no_room_for_rows, "storage_full", "no room left"),
    (source_gone, "file_missing", "no longer there"),
    (takes_too_long, "time_limit", "longer than is allowed"),
]


@pytest.mark.requirement("C02")
@pytest.mark.parametrize(("bad", "code", "said"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_bad_input_is_named_on_the_run_which_can_be_tried_again(request, bad, code, said, rendered, monkeypatch):
    wanted = {name: request.getfixturevalue(name) for name in bad.__code__.co_varnames[: bad.__code__.co_argcount]}
    run = bad(**wanted)
    assert (run.job_state, run.problem_code) == (JobState.FAILED, code)
    assert said in run.problem
    assert [entry.outcome for entry in run.ledger.all()] == ["failed"]
    assert not run.candidates.exists()
    monkeypatch.undo()
    made_at_once(monkeypatch)
    from generation import jobs

    assert jobs.again(Run, run.pk, problem_code="")
    tasks.render(run.pk)
    run.refresh_from_db()
    assert (run.job_state, run.problem, run.problem_code) == (JobState.DONE, "", "")
    assert run.candidates.count() == 1
    assert run.queue == queues.EMBEDDED


@pytest.mark.requirement("R15")
def test_one_picture_without_a_face_is_refused_by_name_and_the_others_are_kept(rendered, monkeypatch):
    from generation.engines.refine.engine import Refine

    small = replace(recipe.load("refine"), size=256)
    monkeypatch.setattr(recipe, "load", lambda _: replace(small, variants=small.variants[:2]))
    honest = Refine.render

    def sometimes_nobody(self, prepared, variant):
        made = honest(self, prepared, variant)
        return replace(made, picture=np.full_like(made.picture, 128)) if variant.preset == "soft-daylight" else made

    monkeypatch.setattr(Refine, "render", sometimes_nobody)
    row = rendered()
    assert row.job_state == JobState.DONE
    empty, real = row.candidates.order_by("number")
    assert (empty.verdict, empty.rank, empty.face) == ("refuse", None, {})
    assert empty.gates["changes"] == ["no_single_face"]
    assert real.face


@pytest.mark.requirement("R67")
def test_a_rush_is_held_against_every_gate_as_any_other_run_is(rendered, monkeypatch):
    small = replace(recipe.load("refine"), size=384)
    monkeypatch.setattr(recipe, "load", lambda _: small)
    asked = {"preset": "warm", "background": "keep", "polish": 0.3}
    ordinary, rush = rendered(adjusted=asked), rendered(adjusted=asked, rush=True, reason="Press at noon")
    gated = [
        [(each.preset, each.polish, each.gates, each.verdict) for each in run.candidates.all()]
        for run in (ordinary, rush)
    ]
    assert gated[0] == gated[1]
    assert len(gated[1]) == 4
    assert all(gates["results"] for _, _, gates, _ in gated[1])
