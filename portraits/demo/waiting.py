"""Waiting for jobs with a bar that moves, and giving up with a reason when the worker is gone."""

import subprocess
import time
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from generation.jobs import Job, JobState

LONGEST = 600.0  # seconds without any job finishing
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class StuckError(RuntimeError):
    """Jobs did not end; the sentence says which and why."""


def until_done(jobs: Sequence[Job], title: str, *, worker: subprocess.Popen[bytes], console: Console) -> None:
    """Wait until every job has ended; the rows given are fresh afterwards."""
    columns = (TextColumn("  {task.description}"), BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bars:
        bar = bars.add_task(title, total=len(jobs))
        moved, ended = time.monotonic(), 0
        while ended < len(jobs):
            time.sleep(0.1)
            now_ended = sum(_ended(job) for job in jobs)
            if now_ended > ended:
                moved, ended = time.monotonic(), now_ended
            bars.update(bar, completed=ended)
            _give_up(worker, moved, title)


def _ended(job: Job) -> bool:
    if job.job_state not in ENDED:
        job.refresh_from_db()
    return job.job_state in ENDED


def _give_up(worker: subprocess.Popen[bytes], moved: float, title: str) -> None:
    if worker.poll() is not None:
        raise StuckError(f"The worker ended with status {worker.returncode} while waiting for: {title}.")
    if time.monotonic() - moved > LONGEST:
        raise StuckError(f"Nothing finished for {LONGEST:.0f} seconds while waiting for: {title}.")
