"""Rows and files that are made once for a file of tests: each test begins with them, and what it does to them is undone."""

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.test import override_settings

Made = TypeVar("Made")


@contextmanager
def standing(make: Callable[[], Made], folder: Path, blocker: Any) -> Iterator[Callable[[], Made]]:
    """What `make` made, for as long as the block: whoever asks gets a copy of the objects, and the files where theirs lie."""
    files = {**settings.STORAGES["default"], "OPTIONS": {"location": str(folder)}}
    with blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder, STORAGES={**settings.STORAGES, "default": files}):
            made = make()

        def begun() -> Made:
            shutil.copytree(folder, settings.MEDIA_ROOT, dirs_exist_ok=True)
            return copy.deepcopy(made)

        yield begun
        transaction.set_rollback(True)
