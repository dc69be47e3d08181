"""Sealing what must not be read without a key: AES-256-GCM with one data key a person, wrapped by a master key.

The associated data binds each sealed value to what it is, so that a value moved to another row does not open.
Destroying a person's key makes everything sealed with it unreadable, in backups taken before as well, once the
wrapped key in them is gone too.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

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
    key_id = settings.MASTER_KEYS[0].partition(":")[0]
    wrapped = _encrypt(_master_key(key_id), secrets.token_bytes(32), f"person:{person.pk}")
    row, _ = PersonKey.objects.get_or_create(person=person, defaults={"master_key_id": key_id, "wrapped": wrapped})
    return row


def _master_key(key_id: str) -> bytes:
    for entry in settings.MASTER_KEYS:
        name, _, value = entry.partition(":")
        if name == key_id:
            return hashlib.sha256(value.encode()).digest()
    raise SealBrokenError(f"Master key {key_id} is not in LIKENESS_MASTER_KEYS.")


def _encrypt(key: bytes, plain: bytes, binding: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, binding.encode())


def _decrypt(key: bytes, sealed: bytes, binding: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], binding.encode())
    except InvalidTag as broken:
        raise SealBrokenError("The sealed value is not what was sealed here.") from broken
