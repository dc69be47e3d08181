"""The two processes of an embedded installation: one worker with the clock inside, and the site."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

# Celery warns whoever starts it as root; a container is where that happens, and there it is meant.
WORKER = (
    *("-W", "ignore:You're running the worker", "-m", "celery", "-q", "-A", "portraits", "worker", "-B", "-c", "2"),
    *("-Q", "default,faces", "-l", "WARNING", "--without-gossip", "--without-mingle"),
)
SITE = (
    "-m",
    "gunicorn",
    "portraits.wsgi",
    "-w",
    "1",
    "--threads",
    "4",
    "--no-control-socket",
    "--log-level",
    "warning",
)


LETTERS = settings.HOME / "letters"  # what would go out by e-mail: a demonstration sends nothing to anybody


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker with beat inside it, stopped in order when the block ends."""
    with _running([sys.executable, *WORKER]) as process:
        yield process


@contextmanager
def site(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """The site on `address` (host:port)."""
    with _running([sys.executable, *SITE, "-b", address]) as process:
        yield process


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    # One thread a native library: two workers on two cores must not fight over them.
    letters = os.environ.get("LIKENESS_EMAIL", f"filemail:///{LETTERS}")
    own = {"LIKENESS_EMAIL": letters, "LIKENESS_HOME": str(settings.HOME), "LIKENESS_SITE_URL": settings.SITE_URL}
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **own}
    # What they print is chatter, and standard output belongs to the report; faults are logged to standard error.
    process = subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()  # the parent alone: it lets its children finish what they hold
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
