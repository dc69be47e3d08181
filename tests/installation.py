"""A real installation in a folder of its own, for tests that start processes and kill them."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Installation:
    """One home folder with its database, queue and files; processes get it through the environment."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LIKENESS_", "DJANGO_"))},
            "LIKENESS_HOME": str(home),
            "OMP_NUM_THREADS": "1",
            **environment,
        }
        self.manage("migrate", "-v", "0")
        self.manage("createcachetable", "-v", "0")
        self.manage("load_policies", "-v", "0")

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def run(self, code: str) -> str:
        """Run Python with the installation's Django set up."""
        return self.manage("shell", "-v", "0", "-c", code)

    def rows(self, query: str) -> list[tuple]:
        connection = sqlite3.connect(f"file:{self.home / 'likeness.sqlite3'}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    @contextmanager
    def worker(self):
        """A worker with the clock inside, and everything it started, killed with -9 at the latest when the block ends."""
        from portraits.demo.processes import WORKER

        with self.process(*WORKER) as process:
            yield process

    @contextmanager
    def process(self, *arguments: str):
        """A Python process of the installation and everything it started, killed with -9 when the block ends."""
        log = (self.home / "worker.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            kill(process)
            log.close()


def kill(process: subprocess.Popen) -> None:
    """The whole group at once, as when the power goes."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(true: Callable[[], bool], *, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} s for: {what}"
        time.sleep(0.05)
