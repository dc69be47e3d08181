"""What a message is spent on: the run it names if that was tried before, else the best fresh one served here."""

import os
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from generation import claiming, jobs, ledger, queues, recipe
from generation.claiming import Place
from generation.jobs import JobState
from generation.models import Run
from generation.scheduling import Stay
from tests.factories import PersonFactory, RunFactory

pytestmark = pytest.mark.django_db
FLUX, QWEN = "render.flux", "render.qwen"


@pytest.fixture(autouse=True)
def place(monkeypatch):
    """A worker that serves two families and has loaded nothing."""
    monkeypatch.setattr(Place, "served", frozenset({FLUX, QWEN}))
    monkeypatch.setattr(Place, "stay", Stay())


def asked(queue, model, *, ago=0, **fields):
    return RunFactory(queue=queue, model=model, asked_at=timezone.now() - timedelta(seconds=ago), **fields)


def test_a_message_is_spent_on_the_run_that_fits_the_loaded_model_of_any_family_served_here():
    first = asked(FLUX, "klein", ago=9)
    other, same = asked(QWEN, "qwen", ago=8), asked(FLUX, "klein", ago=1)
    told = [claiming.take(pk) for pk in (first.pk, other.pk, same.pk)]
    assert [run.pk for run in told] == [first.pk, same.pk, other.pk]


@pytest.mark.requirement("R62")
def test_every_unit_waits_alike():
    units = ["Board", "Night shift", "Board", "Night shift"]
    runs = [asked("default", "", ago=9 - n, person=PersonFactory(department=unit)) for n, unit in enumerate(units)]
    assert [claiming.take(runs[-1].pk).person.department for _ in runs] == units


def test_a_copy_of_a_message_takes_no_run_twice():
    run = asked(FLUX, "klein")
    assert claiming.take(run.pk).pk == run.pk
    assert claiming.take(run.pk) is None


def test_a_run_that_was_tried_before_is_taken_when_it_is_told_of_and_never_instead_of_another():
    tried, fresh = asked(FLUX, "klein", ago=9, attempts=1), asked(FLUX, "klein", ago=1)
    assert claiming.take(fresh.pk).pk == fresh.pk
    assert claiming.take(fresh.pk) is None
    assert claiming.take(tried.pk).pk == tried.pk


def test_a_message_for_the_embedded_engine_is_not_spent_on_a_model(monkeypatch):
    monkeypatch.setattr(Place, "served", frozenset({"default", FLUX}))
    asked(FLUX, "klein", ago=9)
    embedded = asked("default", "")
    assert claiming.take(embedded.pk).pk == embedded.pk
    assert claiming.take(embedded.pk) is None


def test_a_queue_that_is_not_served_here_is_left_alone():
    asked("render.sdxl", "sdxl", ago=9)
    run = asked(FLUX, "klein")
    assert claiming.take(run.pk).pk == run.pk
    assert Run.objects.get(queue="render.sdxl").job_state == JobState.WAITING


def test_a_run_that_avoids_this_station_waits_for_another(monkeypatch):
    run = asked(FLUX, "klein", avoid=claiming.station(), attempts=2)
    assert claiming.take(run.pk) is None
    monkeypatch.setitem(os.environ, "CUDA_VISIBLE_DEVICES", "7")
    assert claiming.take(run.pk).pk == run.pk


@pytest.mark.requirement("C02")
def test_where_no_row_can_be_written_any_more_a_claim_uses_up_no_attempt(monkeypatch):
    run = asked(FLUX, "klein")

    def full(*_, **__):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(ledger.Attempt.objects, "create", full)
        with pytest.raises(OperationalError):
            claiming.take(run.pk)
    run.refresh_from_db()
    assert (run.job_state, run.attempts) == ("waiting", 0)
    taken = claiming.take(run.pk)
    with ledger.attempt(taken):
        jobs.finish(taken)
    assert [(entry.number, entry.outcome) for entry in run.ledger.all()] == [(1, "done")]


def test_a_run_that_is_gone_takes_nothing():
    assert claiming.take(404) is None


def test_a_stopped_run_is_not_taken():
    run = asked(FLUX, "klein")
    assert jobs.cancel(Run, run.pk)
    assert claiming.take(run.pk) is None


def test_a_family_shares_a_queue_and_recipes_that_load_the_same_share_a_model():
    shipped = {key: recipe.load(key) for key in recipe.keys()}  # noqa: SIM118 (a function of the module)
    assert {key: queues.queue_of(each) for key, each in shipped.items()} == {
        "refine": "default",
        "klein4b-relight": FLUX,
        "klein4b-background": FLUX,
        "kontext-relight": FLUX,
        "qwen2511-relight": QWEN,
        "sdxl-inpaint-background": "render.sdxl",
    }
    models = [queues.model_of(each) for each in shipped.values()]
    assert len(set(models)) == len(models)
    assert queues.model_of(shipped["refine"]) == ""


def test_celery_ends_what_a_run_does_not_end_itself():
    limits = {"default": 100, FLUX: 200, QWEN: 900}
    assert queues.delivery("default", limits) == {"queue": "default", "soft_time_limit": 160, "time_limit": 220}
    assert queues.delivery(FLUX, limits) == {"queue": FLUX, "soft_time_limit": 960, "time_limit": 1020}


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ({}, True),
        ({"queues": frozenset()}, False),
        ({"queues": frozenset({QWEN})}, False),
    ],
)
def test_a_model_s_recipe_is_offered_only_where_somebody_serves_its_queue(given, offered, tmp_path):
    folder = tmp_path / "flux2-klein-4b" / "main"
    folder.mkdir(parents=True)
    (folder / "model_index.json").touch()
    here = {"queues": frozenset({FLUX}), "models": tmp_path, "noncommercial": "", **given}
    assert queues.offered(recipe.load("klein4b-relight"), **here) is offered


def test_a_recipe_without_weights_or_licence_is_not_offered_but_a_site_without_any_models_believes_its_operator(
    tmp_path,
):
    klein, kontext = recipe.load("klein4b-relight"), recipe.load("kontext-relight")
    here = {"queues": frozenset({FLUX}), "noncommercial": ""}
    assert not queues.offered(klein, models=tmp_path, **here)
    assert queues.offered(klein, models=tmp_path / "none", **here)
    assert not queues.offered(kontext, models=None, **here)
    assert queues.offered(kontext, models=None, **{**here, "noncommercial": "A study."})
