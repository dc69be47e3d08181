"""The folder where an embedded installation keeps its database, files, queue and keys."""

import os
import secrets
from pathlib import Path


def secret(path: Path, *, length: int = 48) -> str:
    """Read the secret in `path`, or make one there that only this account can read.

    Two processes may start at once: whoever creates the file first wins, the other reads it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(length))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
