"""Files of people: sealed with the person's key, found by the digest of their content, one folder a person and kind.

A name shows no digest: it is an HMAC of it under a key of the person, so that a name in a backup or a log cannot be
held against a picture once the key is gone. `docs/design/erasure.md` says why.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from typing import IO, Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from accounts import sealed_stream, vault
from accounts.models import Person
from accounts.sealed_stream import PIECE
from accounts.vault import SealBrokenError

FOLDERS: Final = ("photos", "candidates", "differences", "thumbnails", "renditions", "exports")


def name_for(person: Person, digest: str, *, folder: str, suffix: str) -> str:
    """Where a file with that digest lies, or would lie. `suffix` may say more: a size, an ending."""
    key = hashlib.sha256(b"likeness file names " + vault.data_key(person.pk, create=True)).digest()
    mac = hmac.new(key, digest.encode(), hashlib.sha256).hexdigest()[:40]
    return f"{folder}/{person.pk}/{mac[:2]}/{mac}{suffix}"


def put(person: Person, data: bytes, name: str) -> str:
    """Seal and keep a file under its name; one that is there stays. Raises ErasedError."""
    if not default_storage.exists(name):
        key = vault.data_key(person.pk, create=True)
        parts = sealed_stream.sealed([data], key=key, person_id=person.pk, binding=_binding(name))
        default_storage.save(name, ContentFile(b"".join(parts)))
    return name


def put_stream(person: Person, plain: Iterable[bytes], name: str, *, draft: IO[bytes]) -> int:
    """The same for what is too large for memory: sealed into `draft` first. Answers how many bytes are kept."""
    key = vault.data_key(person.pk, create=True)
    for part in sealed_stream.sealed(plain, key=key, person_id=person.pk, binding=_binding(name)):
        draft.write(part)
    size = draft.tell()
    draft.seek(0)
    default_storage.save(name, File(draft))
    return size


def get(name: str) -> bytes:
    """The plain bytes of a file, opened in memory. Raises SealBrokenError, FileNotFoundError."""
    return b"".join(stream(name))


def stream(name: str) -> Iterator[bytes]:
    """The plain bytes, piece by piece. A file from before files were sealed is handed out as it is."""
    with default_storage.open(name) as file:
        header = file.read(sealed_stream.HEADER_BYTES)
        person_id = sealed_stream.owner(header)
        parts = _parts(header, file)
        if person_id is None:
            yield from parts
            return
        try:
            yield from sealed_stream.opened(parts, key=vault.data_key(person_id), binding=_binding(name))
        except sealed_stream.StreamBrokenError as broken:
            raise SealBrokenError(str(broken)) from broken


def is_sealed(name: str) -> bool:
    with default_storage.open(name) as file:
        return sealed_stream.owner(file.read(sealed_stream.HEADER_BYTES)) is not None


def exists(name: str) -> bool:
    return bool(name) and default_storage.exists(name)


def forget(name: str) -> None:
    """Remove a file; doing it twice is fine."""
    if name:
        default_storage.delete(name)


def of(person_id: int) -> Iterator[str]:
    """Every file kept of a person, those that no row names as well."""
    for folder in FOLDERS:
        yield from below(f"{folder}/{person_id}")


def below(folder: str) -> Iterator[str]:
    """Every file below a folder."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names if name)
    for each in folders:
        yield from below(f"{folder}/{each}")


def _binding(name: str) -> str:
    return f"file:{name}"


def _parts(header: bytes, file: "IO[bytes] | File[bytes]") -> Iterator[bytes]:
    yield header
    while part := file.read(PIECE):
        yield part
