"""An accelerator that no longer answers: the run is kept for another process, and this one ends."""

import pytest
from django.utils import timezone

from generation import jobs
from generation.engines import EngineError
from generation.jobs import JobState
from tests.factories import RunFactory

torch = pytest.importorskip("torch")
accelerator = pytest.importorskip("generation.engines.diffusion.accelerator")

SAID = "CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported"


@pytest.fixture
def run(db):
    return RunFactory(
        recipe_key="klein4b-relight", queue="render.flux", model="klein", work="w", asked_at=timezone.now()
    )


@pytest.fixture
def failing(monkeypatch):
    """A worker whose accelerator fails, as the libraries say it; what it told the others."""
    from generation import rendering, tasks

    def dies(*_, **__):
        with accelerator.watched():
            raise RuntimeError(SAID)

    told = []
    monkeypatch.setattr(rendering, "make_all", dies)
    monkeypatch.setattr(tasks, "announce_again", told.append)
    return told


def test_the_run_is_kept_for_another_process_and_this_one_ends(run, failing):
    from generation import tasks

    with pytest.raises(SystemExit, match="accelerator_lost"):
        tasks.render(run.pk)
    run.refresh_from_db()
    assert (run.job_state, run.problem_code) == (JobState.WAITING, "accelerator_lost")
    assert "another one tries again" in run.problem
    assert failing == [run.pk]
    assert [entry.outcome for entry in run.ledger.all()] == ["given_back"]
    assert jobs.claim(type(run), run.pk) is not None


def test_where_every_attempt_loses_it_the_run_ends_with_the_sentence(run, failing, settings):
    from generation import tasks

    settings.JOB_ATTEMPTS = 1
    with pytest.raises(SystemExit):
        tasks.render(run.pk)
    run.refresh_from_db()
    assert (run.job_state, run.problem_code) == (JobState.FAILED, "accelerator_lost")
    assert run.problem


@pytest.mark.parametrize(
    "said", [SAID, "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", "HIP error: unspecified launch failure"]
)
def test_what_the_libraries_say_has_a_name(said):
    with pytest.raises(EngineError) as named, accelerator.watched():
        raise RuntimeError(said)
    assert named.value.code == "accelerator_lost"
    assert not named.value.of_one_picture


@pytest.mark.parametrize(
    "problem",
    [
        RuntimeError("CUDA error: out of memory"),
        RuntimeError("shapes differ"),
        EngineError("out_of_memory", "CUDA error: x"),
    ],
)
def test_a_shortage_of_memory_and_any_other_fault_stay_what_they_are(problem):
    with pytest.raises(type(problem)) as raised, accelerator.watched():
        raise problem
    assert raised.value is problem
