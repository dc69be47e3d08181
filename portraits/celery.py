"""The Celery application: settings from Django, tasks from the apps, the clock in the database."""

import os
from collections.abc import Sequence
from typing import Any

from celery import Celery
from celery.signals import (
    before_task_publish,
    celeryd_after_setup,
    task_postrun,
    task_prerun,
    worker_init,
    worker_process_init,
)
from kombu.transport import TRANSPORT_ALIASES

from portraits.installation import tracing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portraits.settings")
# kombu's own ends a worker on a half-written message
TRANSPORT_ALIASES["filesystem"] = "portraits.installation.broker:Transport"
app = Celery("portraits")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_changed_models(**_: Any) -> None:
    """End the worker with one sentence before it takes a job that it would measure wrongly."""
    from portraits.checks import models_as_pinned

    sentence = models_as_pinned()
    if sentence:
        raise SystemExit(sentence)


@worker_init.connect
def refuse_without_keys(**_: Any) -> None:
    """End it as well where it could open nothing: every job would fail, and be given up after its attempts."""
    from django.db import connections

    from portraits.checks import check_master_keys

    missing = check_master_keys(databases=["default"])
    connections.close_all()  # processes of the pool open their own
    if missing:
        raise SystemExit("\n".join(each.msg for each in missing))


@celeryd_after_setup.connect
def know_the_queues(instance: Any, **_: Any) -> None:
    """Remember which queues this worker serves: a message may be spent on the best run of any of them."""
    from generation.claiming import Place

    Place.served = frozenset(instance.app.amqp.queues.consume_from)


@worker_process_init.connect
def see_one_gpu(**_: Any) -> None:
    """Give each process of the pool one accelerator of LIKENESS_GPUS, before anything can have looked for them."""
    from billiard.process import current_process
    from django.conf import settings

    if settings.GPUS:
        os.environ["CUDA_VISIBLE_DEVICES"] = gpu_of(getattr(current_process(), "index", 0), settings.GPUS)


@before_task_publish.connect
def hand_on_the_request(headers: dict[str, Any], **_: Any) -> None:
    """What one click causes has one id in the log and in the record, in every process."""
    headers["request_id"] = tracing.request_id() or headers.get("id", "")


@task_prerun.connect
def take_up_the_request(task: Any, task_id: str, **_: Any) -> None:
    tracing.begin(getattr(task.request, "request_id", None) or task_id)


@task_postrun.connect
def forget_the_request(**_: Any) -> None:
    tracing.end()


def gpu_of(index: int, gpus: Sequence[str]) -> str:
    """The accelerator of the process with that place in the pool; a process that follows a lost one gets its place."""
    return gpus[index % len(gpus)]
