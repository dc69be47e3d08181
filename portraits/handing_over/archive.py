"""A ZIP written while it is read: no picture but the one at hand is in memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from portraits.erasing.kinds import Entry

PACKED: Final = (".json", ".txt")  # pictures are packed already


class _Sink(io.RawIOBase):
    """Takes bytes, and hands out what came since the last time."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held += data
        return memoryview(data).nbytes

    def drained(self) -> bytes:
        out = bytes(self._held)
        self._held.clear()
        return out


def zipped(entries: Iterable[Entry], *, at: datetime) -> Iterator[bytes]:
    """The bytes of the archive, in the order of the entries."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for entry in entries:
            about = zipfile.ZipInfo(entry.path, at.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED if entry.path.endswith(PACKED) else zipfile.ZIP_STORED
            with archive.open(about, "w", force_zip64=True) as file:
                for part in entry.parts:
                    file.write(part)
                    yield sink.drained()
    yield sink.drained()
