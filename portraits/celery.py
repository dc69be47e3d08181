"""The Celery application: settings from Django, tasks from the apps, the clock in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portraits.settings")
app = Celery("portraits")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
