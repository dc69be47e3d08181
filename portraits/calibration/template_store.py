"""Templates of a run in a side file, so that an interrupted run goes on where it stopped.

Keyed by the picture's digest and the encoder: a moved file is not encoded twice, another encoder's vectors are never
taken. Templates are biometric data that no key seals here: the file is its owner's alone and goes when the run ends.
"""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

SCHEMA: Final = """
create table if not exists template (
    sha256 text, encoder text, vector blob not null, primary key (sha256, encoder)
) without rowid
"""


class TemplateStore:
    """Templates by digest. Every write is kept at once: whatever ends the run, no picture is encoded twice."""

    def __init__(self, file: Path) -> None:
        file.touch(mode=0o600)
        self.file = file
        self._rows = sqlite3.connect(file, isolation_level=None)
        self._rows.execute(SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._rows.close()

    def keep(self, sha256: str, encoder: str, vector: NDArray[np.float32]) -> None:
        blob = np.ascontiguousarray(vector, "<f4").tobytes()
        self._rows.execute("insert or replace into template values (?, ?, ?)", (sha256, encoder, blob))

    def has(self, sha256: str, encoder: str) -> bool:
        return self._row(sha256, encoder) is not None

    def vector(self, sha256: str, encoder: str) -> NDArray[np.float32]:
        """The template of a picture; KeyError when this encoder has not seen it."""
        row = self._row(sha256, encoder)
        if row is None:
            raise KeyError(sha256)
        return np.frombuffer(row[0], "<f4").astype(np.float32)

    def remove(self) -> None:
        self._rows.close()
        self.file.unlink(missing_ok=True)

    def _row(self, sha256: str, encoder: str) -> tuple[bytes] | None:
        where = "select vector from template where sha256 = ? and encoder = ?"
        found: tuple[bytes] | None = self._rows.execute(where, (sha256, encoder)).fetchone()
        return found
