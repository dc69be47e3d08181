"""The Celery application: settings from Django, tasks from the apps, the clock in the database."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portraits.settings")
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
