"""The product's settings in a home of their own: no test touches a real installation, and none shares with another."""

import os
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="likeness-tests-")
os.environ["LIKENESS_HOME"] = _home
os.environ.setdefault("LIKENESS_BROKER", "memory://")
os.environ.setdefault("LIKENESS_LOG_LEVEL", "CRITICAL")

from portraits.settings import *  # noqa: E402, F403
from portraits.settings import MIDDLEWARE as _MIDDLEWARE  # noqa: E402
from portraits.settings import STORAGES as _STORAGES  # noqa: E402

# Argon2 is slow on purpose; what tests prove does not hang on it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**_STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT = Path(_home) / "static"
Path(STATIC_ROOT).mkdir()
CELERY_BROKER_TRANSPORT_OPTIONS = {}
MIDDLEWARE = ["tests.one_at_a_time.OneAtATime", *_MIDDLEWARE]
