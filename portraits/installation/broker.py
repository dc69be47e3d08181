"""The folder of an embedded installation as a message broker: kombu's, with messages that appear whole or not at all.

kombu writes a message under its final name, so that a worker can read it half written, or empty after a kill, and ends
on it. Here a message gets its name when it is whole, and what cannot be read is left out: rows are announced again.
"""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Messages of ids in a folder that all processes of one machine share."""

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override] # kombu's bases name it apart
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns()}_{uuid.uuid4()}"  # in the order they came, over a restart as well
        draft = folder / f"{name}.draft"
        draft.write_text(dumps(payload), encoding="utf-8")
        draft.replace(folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002 (kombu's signature)
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                continue  # torn by a kill: it is taken away and the next one read

    def get_table(self, exchange: str) -> Any:
        try:
            return super().get_table(exchange)
        except ValueError:
            return []

    def _queue_bind(self, *args: Any) -> None:
        try:
            super()._queue_bind(*args)
        except ValueError:
            Path(self.control_folder, f"{args[0]}.exchange").unlink(missing_ok=True)
            super()._queue_bind(*args)


class Transport(filesystem.Transport):
    Channel = Channel
