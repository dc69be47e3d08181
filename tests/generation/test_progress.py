"""Signs of life: the lease at every one, the page's figures at most twice a second, and an end when time is up."""

import pytest

from generation import jobs
from generation.models import Run
from generation.problems import RunError
from generation.progress import Progress
from tests.factories import RunFactory

pytestmark = pytest.mark.django_db


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def run():
    return jobs.claim(Run, RunFactory().pk)


@pytest.fixture
def written(monkeypatch):
    """The figures that were written for the page, and how often the lease was renewed."""
    figures, renew = [], jobs.renew

    def spied(run, **fields):
        figures.append(fields)
        renew(run, **fields)

    monkeypatch.setattr(jobs, "renew", spied)
    return figures


@pytest.mark.requirement("R60")
def test_figures_are_written_at_most_twice_a_second_however_fast_the_steps_are(run, clock, written):
    progress = Progress(run, limit=60, clock=clock)
    progress.loading()
    for picture in range(1, 5):
        progress.begin(picture, of=4)
        for step in range(10):
            clock.now += 0.05
            progress.step(step / 10)
        progress.checking()
    assert clock.now == pytest.approx(2.0)
    assert sum(bool(fields) for fields in written) <= 1 + 2 * 2


def test_what_is_written_rises_and_names_the_picture(run, clock, written):
    progress = Progress(run, limit=60, clock=clock)
    progress.loading()
    for picture in (1, 2):
        for share in (0.5, 1.0):
            clock.now += 1
            progress.begin(picture, of=2) if share == 0.5 else progress.step(share)
    said = [(fields["progress"], fields["stage"]) for fields in written]
    assert said == sorted(said, key=lambda each: each[0])
    assert [stage for _, stage in said] == ["Looking at the photo", *["Picture 1 of 2"] * 2, *["Picture 2 of 2"] * 2]
    assert said[-1][0] < 1


@pytest.mark.parametrize("sign", [lambda p: p.begin(2, of=4), lambda p: p.finishing(), lambda p: p.loading()])
def test_a_stopped_run_ends_at_the_next_sign_of_life_even_between_two_writes(run, clock, sign):
    progress = Progress(run, limit=60, clock=clock)
    progress.begin(1, of=4)
    assert jobs.cancel(Run, run.pk)
    with pytest.raises(jobs.LeaseLostError):
        sign(progress)


def test_a_stopped_run_ends_at_its_next_step_however_fast_the_steps_are(run, clock):
    progress = Progress(run, limit=60, clock=clock)
    progress.begin(1, of=4)
    progress.step(0.1)
    jobs.cancel(Run, run.pk)
    clock.now += 0.01
    with pytest.raises(jobs.LeaseLostError):
        progress.step(0.2)


def test_a_run_that_takes_too_long_is_ended_by_name(run, clock):
    progress = Progress(run, limit=60, clock=clock)
    clock.now = 61
    with pytest.raises(RunError) as ended:
        progress.begin(1, of=4)
    assert ended.value.code == "time_limit"
