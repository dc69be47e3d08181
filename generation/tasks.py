"""What workers do for this app. Importing it loads neither pixels nor models."""

import time
from typing import Final

from celery import shared_task
from django.conf import settings

from generation import claiming, jobs, queues
from generation.models import Run

ASIDE: Final = 1.0  # seconds that a process waits with empty hands, so that another one hears the message it handed on


@shared_task
def render(run_id: int) -> None:
    """Make the candidates of the run, or of one that waits and fits better what is in memory here.

    Raises SystemExit where this process can make no other: Celery then treats it as lost, and starts a fresh one.
    """
    taken = claiming.take(run_id)
    if claiming.for_another(run_id):
        announce_again(run_id)
        if taken is None:
            time.sleep(ASIDE)
    with jobs.working(taken) as run:
        if run is not None:
            _carry_out(run)


def _carry_out(run: Run) -> None:
    from generation.rendering import carry_out

    try:
        heard = carry_out(run)
    except jobs.ProcessSpentError as end:
        announce_again(run.pk)
        raise SystemExit(f"This process ends: {end}") from end
    if heard:
        announce_again(run.pk)


def announce(run: Run) -> None:
    """Tell the workers of the run's queue once it is committed."""
    jobs.announce(render, run.pk, **queues.delivery(run.queue, settings.RENDER_LIMITS))


def announce_again(run_id: int) -> None:
    """Tell the workers of a run that waits too long, now."""
    queue = Run.objects.values_list("queue", flat=True).get(pk=run_id)
    render.apply_async((run_id,), **queues.delivery(queue, settings.RENDER_LIMITS))
