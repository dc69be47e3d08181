"""A PostgreSQL cluster of a test's own on a free port, with an empty database in it."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def installed() -> list[Path]:
    """The folders of programs, as Debian lays them."""
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Postgres:
    """Owned by an account that may own one: PostgreSQL refuses to run as root."""

    def __init__(self) -> None:
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="likeness-pg-")), _free_port()
        self.programs = installed()[-1]
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "likeness", "-A", "trust", "--no-sync")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", str(self.folder / "log"), "-w", "start"
        )
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "likeness", "likeness")

    @property
    def url(self) -> str:
        return f"postgres://likeness@127.0.0.1:{self.port}/likeness"

    def dump(self) -> bytes:
        return self._run("pg_dump", "-h", "127.0.0.1", "-p", str(self.port), "-U", "likeness", "likeness")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> bytes:
        as_whom = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_whom, str(self.programs / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return done.stdout


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
