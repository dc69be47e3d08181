"""What can go wrong with a run, each with a stable code and a sentence for the person; anything else is a fault."""

import errno
from dataclasses import dataclass
from typing import Final

from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError

from generation import engines, faces
from generation.recipe import RecipeError


class RunError(RuntimeError):
    """A run that cannot be made, for a reason of the run itself. `code` is stable and safe to log."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    sentence: str


STORAGE_FULL: Final = Problem(
    "storage_full", "There is no room left to keep pictures. Nothing is lost: try again later."
)
_NO_ROOM_FOR_ROWS: Final = ("disk is full", "no space left on device")  # SQLite's words, PostgreSQL's


def named(fault: Exception) -> Problem | None:
    """The problem that a fault is, or None when nobody has thought of it: then trying again may help."""
    if isinstance(fault, faces.FaceError | engines.EngineError | RunError):
        return Problem(fault.code, str(fault))
    if isinstance(fault, RecipeError):
        return Problem("recipe_invalid", str(fault))
    if isinstance(fault, SoftTimeLimitExceeded):
        return Problem("time_limit", "Making the pictures took longer than is allowed here, so it was ended.")
    if isinstance(fault, MemoryError):
        return Problem("out_of_memory", "The worker's memory was too small for this photo. An operator has to look.")
    if isinstance(fault, OSError):
        return _of_files(fault)
    if isinstance(fault, OperationalError) and any(said in str(fault).lower() for said in _NO_ROOM_FOR_ROWS):
        return STORAGE_FULL
    return None


def _of_files(fault: OSError) -> Problem | None:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return STORAGE_FULL
    if isinstance(fault, FileNotFoundError):
        return Problem("file_missing", "A file of this run is no longer there, so it could not be made.")
    return None
