"""A run that is stopped while it is made leaves nothing behind; one that another worker took over keeps its files."""

from types import SimpleNamespace

import numpy as np
import pytest

from accounts import sealed_files
from generation import jobs, picture_files, pictures, ranking, rendering
from generation.jobs import JobState
from generation.making import Made
from generation.models import Candidate, Run
from tests.factories import RunFactory


def all_of(*_args, **_kwargs):
    """What the engine would have made."""
    data = pictures.encode(np.full((8, 8, 3), 120, np.uint8))
    return [Made({}, data, ranking.Entry(1, "pass", (), 1.0, 0.0), None, ())], []


@pytest.fixture
def while_it_is_stored(monkeypatch):
    """Something happens to the run once its files lie there and before its rows do."""

    def happens(what) -> None:
        def store(*args, **kwargs):
            kept = picture_files.store(*args, **kwargs)
            what()
            return kept

        monkeypatch.setattr(rendering, "make_all", all_of)
        monkeypatch.setattr(rendering, "picture_files", SimpleNamespace(store=store))

    return happens


@pytest.fixture
def held(db) -> Run:
    return jobs.claim(Run, RunFactory(job_state=JobState.WAITING).pk)


def files(run: Run) -> list[str]:
    return [name for name in sealed_files.of(run.person_id) if name.startswith("candidates/")]


def test_no_file_of_a_stopped_run_stays(held, while_it_is_stored) -> None:
    seen = []
    while_it_is_stored(lambda: (seen.extend(files(held)), jobs.cancel(Run, held.pk)))
    with pytest.raises(jobs.LeaseLostError):
        rendering.carry_out(held)
    assert len(seen) == 1, "it lay there"
    assert files(held) == []
    assert not Candidate.objects.exists()


def test_a_run_that_was_taken_over_keeps_the_file_that_the_other_worker_needs(held, while_it_is_stored) -> None:
    while_it_is_stored(lambda: Run.objects.filter(pk=held.pk).update(holder="another", attempts=2))
    with pytest.raises(jobs.LeaseLostError):
        rendering.carry_out(held)
    assert len(files(held)) == 1
