"""Sealing what must not be read without a key: AES-256-GCM with one data key a person, wrapped by two halves.

One half is a master key of the installation. The other is a shard, 32 random bytes of this person alone, kept in the
storage `keys` and so in no backup of database and files: destroying it makes everything sealed with the person's key
unreadable, in every backup taken before (docs/design/erasure.md). The associated data binds each sealed value to what
it is, so that a value moved to another row does not open.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from accounts.models import Person, PersonKey

NONCE_BYTES = 12
KEY_BYTES = 32


class SealBrokenError(ValueError):
    """What was sealed does not open: another person's, another row's, changed, or its key is gone."""


class KeyDestroyedError(SealBrokenError):
    """The person's key, or the half of it that no backup holds, was destroyed: nobody can open this any more."""


class ErasedError(SealBrokenError):
    """Nothing more is kept of this person: their data was erased, or is being erased."""


def seal(person: Person, plain: bytes, *, binding: str) -> bytes:
    """Encrypt `plain` with the person's data key, making the key at first use. Raises ErasedError."""
    return _encrypt(data_key(person.pk, create=True), plain, binding)


def unseal(person: Person, sealed: bytes, *, binding: str) -> bytes:
    """Decrypt what `seal` made with the same binding; SealBrokenError otherwise."""
    return _decrypt(data_key(person.pk), bytes(sealed), binding)


def unseal_all(person: Person, sealed: Sequence[tuple[bytes, str]]) -> list[bytes]:
    """The same of many values with their bindings, by one look at the key."""
    key = data_key(person.pk) if sealed else b""
    return [_decrypt(key, value, binding) for value, binding in sealed]


def seal_here(plain: bytes, *, binding: str) -> bytes:
    """Encrypt a secret of the installation, which belongs to no person, by the first master key; its id stands before it."""
    key_id, master_key = next(_master_keys())
    return key_id.encode() + b":" + _encrypt(_secrets_key(master_key), plain, binding)


def unseal_here(sealed: bytes, *, binding: str) -> bytes:
    """Decrypt what `seal_here` made with the same binding; SealBrokenError otherwise."""
    key_id, _, value = bytes(sealed).partition(b":")
    return _decrypt(_secrets_key(_master_key(key_id.decode(errors="replace"))), value, binding)


def sealed_by(sealed: bytes) -> str:
    """The id of the master key that a secret of the installation was sealed by."""
    return bytes(sealed).partition(b":")[0].decode(errors="replace")


def data_key(person_id: int, *, create: bool = False) -> bytes:
    """The person's key, in memory for one use. Raises SealBrokenError when it was destroyed or never made."""
    row = PersonKey.objects.filter(person_id=person_id).first()
    if row is None and create:
        row = _make_key(person_id)
    if row is None:
        raise KeyDestroyedError("This person's key was destroyed.")
    return unwrap(row)


def unwrap(row: PersonKey) -> bytes:
    """The data key of a row. Raises SealBrokenError when its shard or its master key is gone."""
    wrapping = _wrapping_key(_master_key(row.master_key_id), _read_shard(row.shard))
    return _decrypt(wrapping, bytes(row.wrapped), f"person:{row.person_id}")


def wrap(row: PersonKey, key: bytes) -> None:
    """Wrap the data key by the first master key and the row's shard; the caller saves the row."""
    row.master_key_id, master_key = next(_master_keys())
    row.wrapped = _encrypt(_wrapping_key(master_key, _read_shard(row.shard)), key, f"person:{row.person_id}")


def divide(row: PersonKey) -> bool:
    """Give a key from before there were shards its second half; False when it has one. What it sealed stays readable."""
    if row.shard:
        return False
    key = unwrap(row)
    row.shard = _new_shard(row.person_id)
    wrap(row, key)
    row.save(update_fields=["shard", "master_key_id", "wrapped"])
    return True


def destroy(person_id: int) -> bool:
    """Destroy the person's key for good, the half that no backup holds first. False when there was none."""
    row = PersonKey.objects.filter(person_id=person_id).first()
    for name in _shards_of(person_id):
        _shard_store().delete(name)
    return bool(row and row.delete()[0])


def _make_key(person_id: int) -> PersonKey:
    if not Person.objects.filter(pk=person_id, erased_at=None).exists():
        raise ErasedError("Nothing more is kept of this person.")
    next(_master_keys())  # refuses a wrong setting before anything is written
    row = PersonKey(person_id=person_id, shard=_new_shard(person_id))
    wrap(row, secrets.token_bytes(KEY_BYTES))
    fields = {"master_key_id": row.master_key_id, "wrapped": row.wrapped, "shard": row.shard}
    kept, mine = PersonKey.objects.get_or_create(person_id=person_id, defaults=fields)
    if not mine:  # another process was faster: its key counts
        _shard_store().delete(row.shard)
    return kept


def _shard_store() -> Storage:
    return storages["keys"]


def _new_shard(person_id: int) -> str:
    name = f"{person_id}/{secrets.token_hex(8)}"
    return _shard_store().save(name, ContentFile(secrets.token_bytes(KEY_BYTES)))


def _shards_of(person_id: int) -> list[str]:
    """Every half ever made for the person, those that no row names as well."""
    try:
        _, names = _shard_store().listdir(str(person_id))
    except FileNotFoundError:
        return []
    return [f"{person_id}/{name}" for name in names]


def _read_shard(name: str) -> bytes:
    if not name:
        return b""
    try:
        with _shard_store().open(name) as file:
            return bytes(file.read())
    except FileNotFoundError as gone:
        raise KeyDestroyedError("This person's key was destroyed.") from gone


def _wrapping_key(master_key: bytes, shard: bytes) -> bytes:
    """Both halves as one key; keys from before there were shards are wrapped by the master key alone."""
    if not shard:
        return master_key
    return HKDF(SHA256(), KEY_BYTES, salt=shard, info=b"likeness key of a person").derive(master_key)


def _secrets_key(master_key: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"likeness secrets of the installation").derive(master_key)


def first_master_key() -> str:
    """The id of the master key that wraps new keys."""
    return next(_master_keys())[0]


def _master_key(key_id: str) -> bytes:
    for name, key in _master_keys():
        if name == key_id:
            return key
    raise SealBrokenError(f"Master key {key_id} is not in LIKENESS_MASTER_KEYS.")


def _master_keys() -> Iterator[tuple[str, bytes]]:
    for number, entry in enumerate(settings.MASTER_KEYS, 1):
        key_id, _, value = entry.partition(":")
        if not key_id or not value:
            # A secret without an id would be stored as the id, in clear, and wrap with the hash of nothing.
            raise ImproperlyConfigured(f"Entry {number} of LIKENESS_MASTER_KEYS is not an id:secret pair.")
        yield key_id, hashlib.sha256(value.encode()).digest()


def _encrypt(key: bytes, plain: bytes, binding: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, binding.encode())


def _decrypt(key: bytes, sealed: bytes, binding: str) -> bytes:
    if len(sealed) <= NONCE_BYTES:
        raise SealBrokenError("The sealed value was cut off.")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], binding.encode())
    except InvalidTag as broken:
        raise SealBrokenError("The sealed value is not what was sealed here.") from broken
