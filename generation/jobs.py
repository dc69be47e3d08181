"""Jobs whose rows are the truth: claimed by a conditional update, held by a lease, found again by a sweep.

A message only says "look at row n". Losing it loses nothing, and a second copy of it finds the row taken.
"""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

if TYPE_CHECKING:
    from celery import Task


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Stopped"


OPEN = (JobState.WAITING, JobState.RUNNING)
STOPPED = (JobState.FAILED, JobState.CANCELLED)


class Job(models.Model):
    """A row that is work. Only the functions of this module change these fields."""

    job_state = models.CharField(
        max_length=10,
        choices=[state for state in JobState.choices if state[0] != JobState.CANCELLED],  # who may be stopped, says so
        default=JobState.WAITING,
        db_index=True,
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, help_text="What went wrong, in words for the person who asked.")
    announced_at = models.DateTimeField(default=timezone.now, help_text="When workers were last told of it.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


AnyJob = TypeVar("AnyJob", bound=Job)


class LeaseLostError(RuntimeError):
    """Another worker took the row over while this one was away: step aside, write nothing."""


class ProcessSpentError(RuntimeError):
    """This process can do no further work: it has to end, so that a fresh one takes its place. Its row was given back."""


def holder_name() -> str:
    """This process, so that a row says who holds it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def announce(task: "Task[[int], None]", pk: int, **delivery: Any) -> None:
    """Tell the workers of a row once it is committed. A messenger that is down costs time only: the sweep finds the row.

    `delivery` is what Celery's `apply_async` takes: the queue, limits of time.
    """
    transaction.on_commit(lambda: task.apply_async((pk,), **delivery), robust=True)


def claimable() -> Q:
    """Rows that a worker may take now: waiting, or left by a holder whose lease ran out, with attempts left."""
    lapsed = Q(job_state=JobState.RUNNING, lease_until__lt=timezone.now())
    return (Q(job_state=JobState.WAITING) | lapsed) & Q(attempts__lt=settings.JOB_ATTEMPTS)


def claim(model: type[AnyJob], pk: int, *, if_also: Q | None = None) -> AnyJob | None:
    """Take the row if it waits or its holder's lease ran out; None when somebody else has it or it is finished.

    `if_also` is a further condition, which is part of the same update.
    """
    taken = model._default_manager.filter(claimable(), if_also or Q(), pk=pk).update(
        job_state=JobState.RUNNING, holder=holder_name(), lease_until=_lease(), attempts=F("attempts") + 1
    )
    return model._default_manager.get(pk=pk) if taken else None


def renew(job: Job, **fields: Any) -> None:
    """Hold the row for another lease and write `fields`; LeaseLostError when it is no longer ours, or was stopped."""
    if not _ours(job).update(lease_until=_lease(), **fields):
        raise LeaseLostError(f"{job._meta.model_name} {job.pk} was stopped or taken over")


def cancel(model: type[Job], pk: int) -> bool:
    """Stop the row, whether it waits or runs; its worker finds out at its next step. False when it had ended."""
    rows = model._default_manager.filter(pk=pk, job_state__in=OPEN)
    return bool(rows.update(job_state=JobState.CANCELLED, lease_until=None, finished_at=timezone.now()))


def close(model: type[Job], pk: int, problem: str) -> bool:
    """End the row as failed, whether it waits or runs; its worker finds out at its next step. False when it had ended."""
    rows = model._default_manager.filter(pk=pk, job_state__in=OPEN)
    ended = {"job_state": JobState.FAILED, "lease_until": None, "finished_at": timezone.now()}
    return bool(rows.update(**ended, problem=problem))


def again(model: type[Job], pk: int, **fields: Any) -> bool:
    """Put a failed or stopped row back with all its attempts, and write `fields`. False when it is neither."""
    rows = model._default_manager.filter(pk=pk, job_state__in=STOPPED)
    fresh = {"attempts": 0, "problem": "", "finished_at": None, "announced_at": timezone.now(), **fields}
    return bool(rows.update(job_state=JobState.WAITING, **fresh))


def finish(job: Job, **fields: Any) -> None:
    """Mark the row done and write `fields` with it, if it is still ours; LeaseLostError otherwise."""
    _close(job, JobState.DONE, problem="", **fields)


def fail(job: Job, problem: str, **fields: Any) -> None:
    """Mark the row failed for a reason that trying again will not change."""
    _close(job, JobState.FAILED, problem=problem, **fields)


def release(job: Job, problem: str, **fields: Any) -> None:
    """Give the row back after a fault that may pass; when the attempts are used up it has failed."""
    state = JobState.WAITING if job.attempts < settings.JOB_ATTEMPTS else JobState.FAILED
    ended = None if state == JobState.WAITING else timezone.now()
    changed = {"job_state": state, "lease_until": None, "problem": problem, "finished_at": ended, **fields}
    _ours(job).update(announced_at=timezone.now(), **changed)


def held(model: type[AnyJob], pk: int) -> AbstractContextManager[AnyJob | None]:
    """Work on the row if it can be claimed, on None otherwise."""
    return working(claim(model, pk))


@contextmanager
def working(job: AnyJob | None) -> Iterator[AnyJob | None]:
    """Work on a claimed row, or on None. A fault gives the row back; a lost lease is left to the new holder."""
    try:
        with _heartbeat(job):
            yield job
    except LeaseLostError:
        return
    except Exception as fault:
        if job is not None:
            release(job, f"{type(fault).__name__}: the worker could not finish this and will try again.")
        raise


@contextmanager
def _heartbeat(job: Job | None) -> Iterator[None]:
    """Renew the lease beside the work, however long one step takes; the task's hard time limit ends a hung worker."""
    done = threading.Event()

    def beat() -> None:
        try:
            while job is not None and not done.wait(settings.LEASE_SECONDS / 3):
                renew(job)
        except (LeaseLostError, DatabaseError):
            return  # the work itself finds out at its next step
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def sweep(model: type[Job]) -> list[int]:
    """Ids of rows to announce again: their holder is gone, or they wait so long that the message may be lost.

    Rows out of attempts are closed as failed. A row is announced again at most once an interval, so that a long queue
    does not grow by its own sweeping.
    """
    now = timezone.now()
    gone = Q(job_state=JobState.RUNNING, lease_until__lt=now)
    unheard = Q(job_state=JobState.WAITING, announced_at__lt=now - timedelta(seconds=settings.ANNOUNCE_SECONDS))
    model._default_manager.filter(gone | Q(job_state=JobState.WAITING), attempts__gte=settings.JOB_ATTEMPTS).update(
        job_state=JobState.FAILED,
        finished_at=now,
        problem="No worker that tried this came to an end of it. Try again; if it ends so again, an operator has to look.",
    )
    rows = list(model._default_manager.filter(gone | unheard).order_by("pk").values_list("pk", flat=True)[:500])
    model._default_manager.filter(pk__in=rows).update(announced_at=now)
    return rows


def _ours(job: AnyJob) -> models.QuerySet[AnyJob]:
    model = type(job)
    return model._default_manager.filter(
        pk=job.pk, job_state=JobState.RUNNING, holder=job.holder, attempts=job.attempts
    )


def _close(job: Job, state: JobState, **fields: Any) -> None:
    if not _ours(job).update(job_state=state, lease_until=None, finished_at=timezone.now(), **fields):
        raise LeaseLostError(f"{job._meta.model_name} {job.pk} was stopped or taken over")
    job.refresh_from_db()


def _lease() -> Any:
    return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
