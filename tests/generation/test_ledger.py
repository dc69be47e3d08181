"""What every attempt took and cost, whatever its end was."""

import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from generation import jobs, ledger
from generation.models import Attempt, Run
from tests.factories import RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    row = RunFactory(asked_at=timezone.now() - timedelta(seconds=30))
    return jobs.claim(Run, row.pk)


def entry() -> Attempt:
    return Attempt.objects.latest("pk")


def stopped_while_at_work(run):
    jobs.cancel(Run, run.pk)
    jobs.renew(run)


@pytest.mark.requirement("R61")
def test_an_attempt_keeps_wait_seconds_engine_worker_price_and_cost(run, settings):
    settings.SECOND_PRICES = {"default": 0.5}
    with ledger.attempt(run) as tally:
        with tally.engine():
            time.sleep(0.01)
        tally.candidates, tally.device = 4, "cuda"
        jobs.finish(run)
    made = entry()
    assert (made.outcome, made.candidates, made.device, made.worker) == ("done", 4, "cuda", run.holder)
    assert made.waited_seconds == pytest.approx(30, abs=2)
    assert 0.01 <= made.engine_seconds <= made.seconds
    assert made.price == Decimal("0.5")
    assert made.cost == pytest.approx(made.price * Decimal(made.seconds), abs=Decimal("0.00001"))


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (jobs.finish, "done"),
        (lambda run: jobs.fail(run, "No face."), "failed"),
        (lambda run: jobs.release(run, "Again."), "given_back"),
    ],
)
def test_an_attempt_ends_as_its_run_does(run, end, outcome):
    with ledger.attempt(run):
        end(run)
    assert entry().outcome == outcome


def test_a_stopped_attempt_is_paid_for_too(run):
    with pytest.raises(jobs.LeaseLostError), ledger.attempt(run):
        stopped_while_at_work(run)
    assert (entry().outcome, entry().ended_at is not None) == ("cancelled", True)


def test_a_fault_is_an_attempt_given_back(run):
    with pytest.raises(ZeroDivisionError), ledger.attempt(run):
        raise ZeroDivisionError
    assert entry().outcome == "given_back"


def test_an_attempt_whose_worker_was_killed_ends_with_its_last_sign_of_life(run, settings):
    ledger.begin(run)
    began = timezone.now() - timedelta(seconds=100)
    Attempt.objects.update(began_at=began)
    assert ledger.settle() == 0, "the run is held"
    Run.objects.update(lease_until=began + timedelta(seconds=40 + settings.LEASE_SECONDS))
    assert ledger.settle() == 1
    assert (entry().outcome, entry().seconds) == ("lost", pytest.approx(40))
    assert ledger.settle() == 0


def test_attempts_are_counted_over_everything_a_run_went_through(run):
    with ledger.attempt(run):
        jobs.fail(run, "No face.")
    jobs.again(Run, run.pk, asked_at=timezone.now())
    with ledger.attempt(jobs.claim(Run, run.pk)):
        pass
    assert [each.number for each in run.ledger.order_by("number")] == [1, 2]
    assert entry().waited_seconds < 5, "the wait counts from when it was asked for again"


@pytest.mark.requirement("R61")
def test_the_ledger_s_sums_are_those_of_its_runs(run):
    other = jobs.claim(Run, RunFactory(person=run.person).pk)
    for row in (run, other):
        with ledger.attempt(row):
            jobs.finish(row, seconds=1.0)
    assert Attempt.objects.filter(outcome="done").count() == Run.objects.filter(job_state="done").count()
    assert {each.run_id for each in Attempt.objects.all()} == {run.pk, other.pk}


def test_an_entry_outlives_the_run_and_then_names_nobody(run):
    with ledger.attempt(run):
        jobs.finish(run)
    run.person.delete()
    assert entry().run_id is None
    assert entry().organisation_id
