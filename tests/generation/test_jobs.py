"""Jobs whose rows are the truth."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from generation import jobs
from generation.jobs import JobState
from generation.models import Run
from tests.factories import RunFactory

pytestmark = pytest.mark.django_db


def lapse(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.requirement("C02")
def test_a_waiting_job_is_claimed_once():
    run = RunFactory()
    assert jobs.claim(Run, run.pk) is not None
    assert jobs.claim(Run, run.pk) is None


def test_a_finished_job_is_never_claimed_again():
    run = jobs.claim(Run, RunFactory().pk)
    jobs.finish(run)
    assert jobs.claim(Run, run.pk) is None


def test_a_job_whose_lease_ran_out_goes_to_the_next_worker():
    lost = jobs.claim(Run, RunFactory().pk)
    lapse(lost)
    taken = jobs.claim(Run, lost.pk)
    assert taken.attempts == 2


def test_the_worker_that_lost_its_lease_can_neither_renew_nor_finish():
    lost = jobs.claim(Run, RunFactory().pk)
    lapse(lost)
    jobs.claim(Run, lost.pk)
    with pytest.raises(jobs.LeaseLostError):
        jobs.renew(lost)
    with pytest.raises(jobs.LeaseLostError):
        jobs.finish(lost, seconds=1.0)


def test_only_the_second_of_two_workers_finishes_and_once():
    first = jobs.claim(Run, RunFactory().pk)
    lapse(first)
    second = jobs.claim(Run, first.pk)
    jobs.finish(second, seconds=2.0)
    with pytest.raises(jobs.LeaseLostError):
        jobs.finish(first, seconds=1.0)
    second.refresh_from_db()
    assert (second.job_state, second.seconds) == (JobState.DONE, 2.0)


def test_a_fault_gives_the_job_back_with_a_word_of_what_happened():
    run = RunFactory()
    with pytest.raises(ZeroDivisionError), jobs.held(Run, run.pk):
        raise ZeroDivisionError
    run.refresh_from_db()
    assert run.job_state == JobState.WAITING
    assert "ZeroDivisionError" in run.problem


def test_a_job_that_fails_every_attempt_ends_as_failed():
    run = RunFactory()
    for _ in range(settings.JOB_ATTEMPTS):
        with pytest.raises(ZeroDivisionError), jobs.held(Run, run.pk):
            raise ZeroDivisionError
    run.refresh_from_db()
    assert run.job_state == JobState.FAILED
    assert jobs.sweep(Run) == []


def unheard(run: Run) -> Run:
    Run.objects.filter(pk=run.pk).update(announced_at=timezone.now() - timedelta(seconds=settings.ANNOUNCE_SECONDS + 1))
    return run


def test_the_sweep_finds_what_waits_long_and_what_was_left_but_not_what_is_held_or_new():
    waiting, left, held = unheard(RunFactory()), RunFactory(), RunFactory()
    RunFactory()
    jobs.claim(Run, held.pk)
    lapse(jobs.claim(Run, left.pk))
    assert jobs.sweep(Run) == [waiting.pk, left.pk]


def test_a_long_queue_does_not_grow_by_its_own_sweeping():
    waiting = unheard(RunFactory())
    assert jobs.sweep(Run) == [waiting.pk]
    assert jobs.sweep(Run) == []


def test_after_a_fault_the_next_try_waits_an_interval():
    run = RunFactory()
    with pytest.raises(ZeroDivisionError), jobs.held(Run, run.pk):
        raise ZeroDivisionError
    assert jobs.sweep(Run) == []
    unheard(run)
    assert jobs.sweep(Run) == [run.pk]


def test_the_sweep_closes_a_job_whose_workers_were_all_lost():
    run = RunFactory(attempts=settings.JOB_ATTEMPTS, job_state=JobState.RUNNING, holder="gone")
    lapse(run)
    assert jobs.sweep(Run) == []
    run.refresh_from_db()
    assert run.job_state == JobState.FAILED
    assert "operator" in run.problem


def test_a_failure_keeps_its_sentence_for_the_person():
    run = jobs.claim(Run, RunFactory().pk)
    jobs.fail(run, "No face was found.")
    assert (run.job_state, run.problem) == (JobState.FAILED, "No face was found.")


@pytest.mark.django_db(transaction=True)
def test_a_step_longer_than_the_lease_keeps_it(settings):
    settings.LEASE_SECONDS = 0.3
    run = RunFactory()
    with jobs.held(Run, run.pk) as held:
        time.sleep(0.9)
        assert jobs.sweep(Run) == []
        jobs.finish(held)
    run.refresh_from_db()
    assert (run.job_state, run.attempts) == (JobState.DONE, 1)
