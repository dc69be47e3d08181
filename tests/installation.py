"""A real installation in a folder of its own, for tests that start processes and kill them."""

import atexit
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Installation:
    """One home folder with its database, queue and files; processes get it through the environment."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.environment = {**_environment(home), **environment}
        if "LIKENESS_DATABASE" in environment:
            self._prepare()
        else:
            shutil.copytree(_prepared(), home, dirs_exist_ok=True)

    @classmethod
    def at(cls, home: Path, environment: dict[str, str]) -> "Installation":
        """One that is there already, or is made by what the test starts."""
        here = cls.__new__(cls)
        here.home, here.environment = home, environment
        return here

    def _prepare(self) -> None:
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
        with self.connection() as connection:
            return connection.execute(query).fetchall()

    @contextmanager
    def connection(self):
        """Its database, from outside; what is done in the block is committed at its end."""
        if address := self.environment.get("LIKENESS_DATABASE"):
            import psycopg

            with psycopg.connect(address) as connection:
                yield connection
        else:
            with closing(sqlite3.connect(self.home / "likeness.sqlite3", timeout=20)) as connection, connection:
                yield connection

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


def _environment(home: Path) -> dict[str, str]:
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("LIKENESS_", "DJANGO_"))}
    return {**theirs, "LIKENESS_HOME": str(home), "OMP_NUM_THREADS": "1"}


@cache
def _prepared() -> Path:
    """A home with the tables and the rules in it, copied for each installation: making them takes longer than most tests."""
    home = Path(tempfile.mkdtemp(prefix="likeness-prepared-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    Installation.at(home, _environment(home))._prepare()
    return home


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
