"""An accelerator that is lost to this process: after one such error every further call fails, so no other job may follow."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from generation.engines.base import EngineError
from generation.engines.diffusion.ladder import out_of_memory

_SAID: Final = (
    "cuda error:",
    "hip error:",
    "cudnn_status_execution_failed",
    "cudnn_status_internal_error",
    "cublas_status_execution_failed",
    "cublas_status_internal_error",
    "device-side assert",
)


@contextmanager
def watched() -> Iterator[None]:
    """Name it. Raises EngineError accelerator_lost in place of what the library raised; a shortage of memory is none."""
    try:
        yield
    except EngineError:
        raise
    except RuntimeError as problem:
        if not lost(problem):
            raise
        raise EngineError(
            "accelerator_lost",
            "The accelerator failed in the midst of the work, and the process that used it has to start anew. "
            "Nothing is lost: another one tries again.",
        ) from problem


def lost(problem: RuntimeError) -> bool:
    """Whether the library says that the accelerator no longer answers this process; it says so in words only."""
    said = str(problem).lower()
    return any(words in said for words in _SAID) and not out_of_memory(problem)
