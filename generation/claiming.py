"""A message was heard: which run this process takes, by the scheduling rule on the rows."""

import os
import socket
import time

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from generation import jobs, ledger, queues, scheduling
from generation.jobs import JobState
from generation.models import Run
from generation.scheduling import Bounds, Stay, Waiting

LOOKED_AT = 200  # rows: more than a worker makes before it looks again


class Place:
    """What this process knows of itself: the queues its worker serves, and the model it has in memory."""

    served: frozenset[str] = frozenset()
    stay = Stay()


def station() -> str:
    """Where memory can run out: processes that see the same accelerator share it."""
    return f"{socket.gethostname()}/{os.environ.get('CUDA_VISIBLE_DEVICES', 'all')}"


def take(told: int) -> Run | None:
    """The claimed run that this message is spent on, or None when nothing is left for it.

    A run that was tried before is taken when it is told of: it was announced for its own sake. Otherwise the best of
    the fresh ones is.
    """
    named = Run.objects.filter(pk=told).values_list("queue", "attempts").first()
    if named is None:
        return None
    queue, attempts = named
    if attempts and (run := _claim(told)):
        return run
    bounds = Bounds(settings.STAY_JOBS, settings.STAY_SECONDS)
    fresh = _fresh(queues.beside(queue, Place.served))
    ordered = scheduling.order(fresh, Place.stay, time.time(), bounds)
    return next((run for each in ordered if (run := _claim(each.pk))), None)


def for_another(told: int) -> bool:
    """Whether a run waits that this station avoids: its message was heard in the wrong place."""
    return Run.objects.filter(pk=told, job_state=JobState.WAITING, avoid=station()).exists()


def _fresh(names: frozenset[str]) -> list[Waiting]:
    """The oldest runs nobody has tried yet."""
    rows = Run.objects.filter(queue__in=names, job_state=JobState.WAITING, attempts=0)
    found = rows.order_by("-rush", "asked_at", "pk").values_list("pk", "model", "asked_at", "rush")[:LOOKED_AT]
    return [Waiting(pk, model, since.timestamp(), rush) for pk, model, since, rush in found]


def _claim(pk: int) -> Run | None:
    """Claimed and in the ledger, or neither: where no row can be written any more, no attempt is used up."""
    with transaction.atomic():
        run = jobs.claim(Run, pk, if_also=~Q(avoid=station()))
        if run is not None:
            ledger.begin(run)
    if run is not None:
        Place.stay = Place.stay.after(run.model, time.time())
    return run
