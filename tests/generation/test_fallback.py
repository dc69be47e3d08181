"""When memory is too small: again, then another worker, then the embedded engine."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from generation import claiming, fallback, jobs
from generation.engines import EngineError
from generation.jobs import JobState
from generation.models import Run
from tests.factories import RunFactory


@pytest.fixture
def run(db):
    return RunFactory(
        recipe_key="klein4b-relight", queue="render.flux", model="klein", work="w", asked_at=timezone.now()
    )


def ran_short(run, station):
    claimed = jobs.claim(Run, run.pk)
    step = fallback.ran_short(claimed, station=station, sentence="The memory is too small.")
    run.refresh_from_db()
    return step


@settings(deadline=None)
@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=6))
def test_three_shortages_always_end_at_the_embedded_engine_and_one_never_does(stations):
    step = fallback.step_after(stations)
    assert (step == "again") == (len(stations) == 1)
    assert step == "embedded" or len(stations) < 3


def test_a_first_shortage_is_tried_again_anywhere(run):
    assert ran_short(run, "a") == "again"
    assert (run.job_state, run.avoid, run.problem_code) == (JobState.WAITING, "", "out_of_memory")


def test_after_two_shortages_at_one_station_another_tries(run):
    assert [ran_short(run, "a"), ran_short(run, "a")] == ["again", "elsewhere"]
    assert (run.avoid, run.shortages) == ("a", ["a", "a"])
    assert run.recipe_key == "klein4b-relight"


@pytest.mark.parametrize("stations", ["ab", "aab"])
def test_after_shortages_at_two_stations_the_embedded_engine_makes_it(run, stations):
    steps = [ran_short(run, station) for station in stations]
    assert steps[-1] == "embedded"
    assert (run.instead_of, run.recipe_key, run.queue, run.model) == ("klein4b-relight", "refine", "default", "")
    assert (run.job_state, run.attempts, run.finished_at) == (JobState.WAITING, 0, None)
    assert run.work == "", "asking for the model again is other work"


def test_when_nobody_else_comes_the_embedded_engine_makes_it(run, settings):
    for _ in range(2):
        ran_short(run, "a")
    assert fallback.settle() == []
    long_ago = timezone.now() - timedelta(seconds=fallback.PATIENCE * settings.ANNOUNCE_SECONDS + 1)
    Run.objects.update(avoided_at=long_ago)
    assert fallback.settle() == [run.pk]
    run.refresh_from_db()
    assert (run.instead_of, run.avoid) == ("klein4b-relight", "")


def test_a_worker_that_ran_short_lets_the_model_go_and_tells_the_others(run, monkeypatch):
    from generation import engines, rendering, tasks

    def short_of_memory(*_, **__):
        raise EngineError("out_of_memory", "The memory is too small.")

    told, let_go = [], []
    monkeypatch.setattr(tasks, "ASIDE", 0)
    monkeypatch.setattr(rendering, "make_all", short_of_memory)
    monkeypatch.setattr(engines, "let_go", lambda: let_go.append(True))
    monkeypatch.setattr(tasks, "announce_again", told.append)
    for _ in range(2):
        tasks.render(run.pk)
    run.refresh_from_db()
    assert (run.avoid, run.shortages) == (claiming.station(), [claiming.station()] * 2)
    assert (told, let_go) == ([run.pk], [True, True])
    assert [entry.outcome for entry in run.ledger.all()] == ["given_back", "given_back"]


@pytest.fixture
def at(monkeypatch):
    """A message heard by the worker of that station, which is short of memory; what it says and how long it waits."""
    from generation import engines, rendering, tasks

    def short_of_memory(*_, **__):
        raise EngineError("out_of_memory", "The memory is too small.")

    said = []
    monkeypatch.setattr(rendering, "make_all", short_of_memory)
    monkeypatch.setattr(engines, "let_go", lambda: None)
    monkeypatch.setattr(tasks, "announce_again", said.append)
    monkeypatch.setattr(tasks.time, "sleep", said.append)

    def hear(run, station):
        said.clear()
        monkeypatch.setattr(claiming, "station", lambda: station)
        monkeypatch.setattr(rendering, "station", lambda: station)
        tasks.render(run.pk)
        run.refresh_from_db()
        return list(said)

    return hear


@pytest.mark.requirement("C02")
def test_two_shortages_lead_over_another_worker_to_the_embedded_engine_without_anybody_waiting_for_the_clock(run, at):
    assert at(run, "a") == [], "once may be a neighbour's doing"
    assert at(run, "a") == [run.pk]
    assert (run.shortages, run.avoid) == (["a", "a"], "a")
    assert at(run, "a") == [run.pk, 1.0], "heard in the wrong place: handed on, and held back so that another hears it"
    assert (run.shortages, run.job_state) == (["a", "a"], JobState.WAITING)
    assert at(run, "b") == [run.pk]
    assert (run.recipe_key, run.instead_of, run.queue) == ("refine", "klein4b-relight", "default")


def test_a_worker_that_hears_a_run_meant_for_another_hands_it_on_before_it_makes_one_of_its_own(run, at):
    at(run, "a"), at(run, "a")
    other = RunFactory(queue="render.flux", model="klein", work="x", asked_at=timezone.now())
    assert at(run, "a") == [run.pk], "no time is lost with empty hands"
    other.refresh_from_db()
    assert other.shortages == ["a"]
