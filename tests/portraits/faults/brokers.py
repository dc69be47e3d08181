"""Brokers of our own: started on a free port with a folder of their own, killed and started again, gone when done."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # the wrapper in PATH would change to another account


class Embedded:
    """The folder of an embedded installation. It cannot be down, but its messages can be gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = "filesystem://localhost//"

    def start(self) -> None:
        """Nothing to start."""

    def lose(self) -> None:
        """Messages are gone, and one is torn."""
        folder = self.folder / "queue" / "messages"
        for message in folder.glob("*.msg"):
            message.unlink(missing_ok=True)
        (folder / "0_torn.default.msg").touch()

    stop = lose


class Server:
    """A broker that is a process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / type(self).__name__.lower()
        self.folder.mkdir()
        self.port = free_port()

    def start(self) -> None:
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(
            self.command(), env=self.environment(), stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        end = time.monotonic() + 60
        while not self.answers():
            assert time.monotonic() < end, f"{type(self).__name__} does not answer"
            assert self._process.poll() is None, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.1)

    def lose(self) -> None:
        """As when the power goes."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self.lose()

    def environment(self) -> dict[str, str]:
        return {**os.environ, "HOME": str(self.folder)}

    def _says(self, question: bytes, answer: bytes) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(question)
                return connection.recv(64).startswith(answer)
        except OSError:
            return False


class Redis(Server):
    """Without a file behind it: what was in it is gone when it is."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]

    def answers(self) -> bool:
        return self._says(b"PING\r\n", b"+PONG")


class Rabbit(Server):
    """A node with a name, a port and an Erlang port mapper of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.distribution, self.mapper = free_port(), free_port()

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def command(self) -> list[str]:
        return [str(RABBIT)]

    def environment(self) -> dict[str, str]:
        (self.folder / "plugins").write_text("[].")
        return {
            **super().environment(),
            "RABBITMQ_NODENAME": f"likeness{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.distribution),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "rows"),
            "RABBITMQ_LOG_BASE": str(self.folder / "logs"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none"),
            "ERL_EPMD_PORT": str(self.mapper),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def answers(self) -> bool:
        return self._says(b"AMQP\x00\x00\x09\x01", b"\x01\x00\x00")

    def stop(self) -> None:
        super().stop()
        # The port mapper is a daemon in a session of its own: it goes when it is asked and has seen that its node is gone.
        ask = ["epmd", "-port", str(self.mapper), "-kill"]
        end = time.monotonic() + 10
        while b"Killed" not in subprocess.run(ask, capture_output=True, timeout=20, check=False).stdout:
            assert time.monotonic() < end, "the port mapper does not go"
            time.sleep(0.1)


def there() -> list[type]:
    """The brokers that can be started here: the embedded one always."""
    found: list[type] = [Embedded]
    if shutil.which("redis-server"):
        found.append(Redis)
    if RABBIT.is_file():
        found.append(Rabbit)
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
