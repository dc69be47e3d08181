"""What every attempt took and cost. Written by workers, closed by the sweep when a worker could not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from generation.jobs import JobState, LeaseLostError
from generation.models import Attempt, Run

Outcome = Attempt.Outcome
_ENDS = {
    JobState.DONE: Outcome.DONE,
    JobState.FAILED: Outcome.FAILED,
    JobState.CANCELLED: Outcome.CANCELLED,
    JobState.WAITING: Outcome.GIVEN_BACK,
    JobState.RUNNING: Outcome.LOST,
}


@dataclass(slots=True)
class Tally:
    """What an attempt has come to so far."""

    device: str = ""
    engine_seconds: float = 0.0
    candidates: int = 0

    @contextmanager
    def engine(self) -> Iterator[None]:
        """The engine is at work in this block."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.engine_seconds += time.perf_counter() - began


@contextmanager
def attempt(run: Run) -> Iterator[Tally]:
    """The attempt of a claimed run, opened unless its claim did; closed however the block ends."""
    entry, tally = run.ledger.filter(outcome=Outcome.OPEN, number=run.entry or 0).first() or begin(run), Tally()
    outcome = Outcome.GIVEN_BACK
    try:
        yield tally
        outcome = _ENDS[_state(run)]
    except LeaseLostError:
        outcome = Outcome.CANCELLED if _state(run) == JobState.CANCELLED else Outcome.LOST
        raise
    finally:
        _close(entry, outcome, ended=timezone.now(), tally=tally)


def _state(run: Run) -> JobState:
    return JobState(Run.objects.values_list("job_state", flat=True).get(pk=run.pk))


def settle() -> int:
    """Close what killed workers left open, with their last sign of life as the end; how many these were."""
    now = timezone.now()
    ended = ~Q(run__job_state=JobState.RUNNING) | Q(run__lease_until__lt=now) | Q(run=None)
    left = list(Attempt.objects.filter(ended, outcome=Outcome.OPEN).select_related("run"))
    for entry in left:
        _close(entry, _end_of(entry.run), ended=_last_sign(entry.run) or now)
    return len(left)


def price(queue: str) -> Decimal:
    """Of one second of a worker on the queue, in the operator's currency; 0 where none is set."""
    return Decimal(str(settings.SECOND_PRICES.get(queue, 0)))


@transaction.atomic
def begin(run: Run) -> Attempt:
    """Open the attempt of a run that was just claimed. One that a lost worker left open is closed."""
    now = timezone.now()
    for entry in run.ledger.filter(outcome=Outcome.OPEN):
        _close(entry, Outcome.LOST, ended=now)
    last = run.ledger.order_by("number").last()
    since = max(run.asked_at, last.ended_at) if last and last.ended_at else run.asked_at
    run.entry = (last.number if last else 0) + 1
    return Attempt.objects.create(
        organisation_id=run.person.organisation_id,
        run=run,
        number=run.entry,
        recipe_key=run.recipe_key,
        recipe_version=run.recipe_version,
        queue=run.queue,
        worker=run.holder,
        began_at=now,
        waited_seconds=max(0.0, (now - since).total_seconds()),
        price=price(run.queue),
    )


def _close(entry: Attempt, outcome: Outcome, *, ended: datetime, tally: Tally | None = None) -> None:
    tally = tally or Tally()
    seconds = max(0.0, (ended - entry.began_at).total_seconds())
    Attempt.objects.filter(pk=entry.pk).update(
        outcome=outcome,
        ended_at=ended,
        seconds=seconds,
        engine_seconds=tally.engine_seconds,
        candidates=tally.candidates,
        device=tally.device,
        cost=entry.price * Decimal(str(round(seconds, 6))),
    )


def _end_of(run: Run | None) -> Outcome:
    """What the end of an attempt was that no worker wrote down."""
    return Outcome.DONE if run is not None and run.job_state == JobState.DONE else Outcome.LOST


def _last_sign(run: Run | None) -> datetime | None:
    if run is None:
        return None
    return run.lease_until - timedelta(seconds=settings.LEASE_SECONDS) if run.lease_until else run.finished_at
