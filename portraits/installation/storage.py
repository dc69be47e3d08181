"""Where files lie: private, written whole or not at all, never overwritten."""

import os
import secrets
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import FileSystemStorage

SMALL = 4096  # bytes: keys are written over before they go; of a sealed picture nothing is left without its key


class PrivateStorage(FileSystemStorage):
    """A folder whose files appear at once and complete, readable by this account only.

    A name that exists is kept: names are digests of their content, so what is there is what was asked for.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"base_url": None, "file_permissions_mode": 0o600, **options})

    def delete(self, name: str) -> None:
        """Remove a file; its place on the disk is written over first, as far as the file system lets that count."""
        path = Path(self.path(name))
        if path.is_file() and path.stat().st_size <= SMALL:
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
        super().delete(name)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002 (Django's signature)
        return name

    def _save(self, name: str, content: IO[bytes]) -> str:
        target = Path(self.path(name))
        if target.exists():
            return name
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
        try:
            with draft.open("xb") as file:
                file.writelines(content.chunks())  # type: ignore[attr-defined]
                file.flush()
                os.fsync(file.fileno())
            draft.chmod(0o600)
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return name
