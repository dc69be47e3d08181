"""Sealing what must not be read without a key: AES-256-GCM with one data key a person, wrapped by a master key.

The associated data binds each sealed value to what it is, so that a value moved to another row does not open.
Destroying a person's key makes everything sealed with it unreadable, in backups taken before as well, once the
wrapped key in them is gone too.
"""

import hashlib
import secrets
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.models import Person, PersonKey

NONCE_BYTES = 12


class SealBrokenError(ValueError):
    """What was sealed does not open: another person's, another row's, changed, or its key is gone."""


def seal(person: Person, plain: bytes, *, binding: str) -> bytes:
    """Encrypt `plain` with the person's data key, making the key at first use."""
    return _encrypt(_data_key(person, create=True), plain, binding)


def unseal(person: Person, sealed: bytes, *, binding: str) -> bytes:
    """Decrypt what `seal` made with the same binding; SealBrokenError otherwise."""
    return _decrypt(_data_key(person, create=False), bytes(sealed), binding)


def _data_key(person: Person, *, create: bool) -> bytes:
    row = PersonKey.objects.filter(person=person).first()
    if row is None and create:
        row = _make_key(person)
    if row is None:
        raise SealBrokenError("This person's key was destroyed.")
    return _decrypt(_master_key(row.master_key_id), bytes(row.wrapped), f"person:{person.pk}")


def _make_key(person: Person) -> PersonKey:
    key_id, master_key = next(_master_keys())
    wrapped = _encrypt(master_key, secrets.token_bytes(32), f"person:{person.pk}")
    row, _ = PersonKey.objects.get_or_create(person=person, defaults={"master_key_id": key_id, "wrapped": wrapped})
    return row


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
