"""Anchors: once a day the newest event of every chain, signed, kept as a row and as a line of a file beside the database."""

import hashlib
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from accounts.models import AuditAnchor, AuditEvent, Organisation

KEY_NAME_LENGTH: Final = 16

log = logging.getLogger("likeness.audit")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a chain stood on a day. `signature` is Ed25519 over the canonical JSON of the other fields, hexadecimal."""

    organisation: int
    on: str
    number: int
    head: str
    key: str
    signature: str

    @property
    def signed_bytes(self) -> bytes:
        content = {name: value for name, value in asdict(self).items() if name != "signature"}
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def anchor(organisation: Organisation, on: date) -> Anchor | None:
    """Sign where the chain stands, once a day; None when there is nothing to sign or the day is anchored already."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        last = AuditEvent.objects.filter(organisation=organisation).order_by("-number").first()
        if last is None or AuditAnchor.objects.filter(organisation=organisation, on=on).exists():
            return None
        made = _made(organisation.pk, on, last)
        AuditAnchor.objects.create(
            organisation=organisation,
            on=on,
            number=made.number,
            head=made.head,
            key=made.key,
            signature=made.signature,
        )
        _append(made)  # before the commit: a line without a row only says again what the chain holds
    return made


def of(organisation: Organisation) -> list[Anchor]:
    """Every anchor of the rows and of the file, each once, oldest first."""
    rows = AuditAnchor.objects.filter(organisation=organisation)
    kept = [
        Anchor(row.organisation_id, row.on.isoformat(), row.number, row.head, row.key, row.signature) for row in rows
    ]
    found = dict.fromkeys([*kept, *(each for each in _lines() if each.organisation == organisation.pk)])
    return sorted(found, key=lambda each: (each.on, each.number))


def signed(made: Anchor) -> bool:
    """Whether the anchor carries a signature of this installation's key."""
    try:
        _key().public_key().verify(bytes.fromhex(made.signature), made.signed_bytes)
    except (InvalidSignature, ValueError):
        return False
    return True


def sign(content: bytes) -> str:
    """Ed25519 signature with the key of the anchors, as hexadecimal."""
    return _key().sign(content).hex()


def public_key() -> bytes:
    """The public half as PEM: what an auditor keeps to check anchors and packs without us."""
    return _key().public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def key_name(key: Ed25519PublicKey | None = None) -> str:
    """A short name of a public key: the first half of the digest of its raw bytes."""
    raw = (key or _key().public_key()).public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:KEY_NAME_LENGTH]


def _made(organisation: int, on: date, last: AuditEvent) -> Anchor:
    draft = Anchor(organisation, on.isoformat(), last.number, last.digest, key_name(), "")
    return Anchor(**{**asdict(draft), "signature": sign(draft.signed_bytes)})


def _append(made: Anchor) -> None:
    path = Path(settings.AUDIT_ANCHORS_FILE)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(made), sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _lines() -> Iterator[Anchor]:
    path = Path(settings.AUDIT_ANCHORS_FILE)
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            try:
                yield Anchor(**json.loads(line))
            except (
                ValueError,
                TypeError,
            ):  # cut off by a full disk or a lost machine: its row was not committed either
                log.warning("a line of the anchors file cannot be read")


def _key() -> Ed25519PrivateKey:
    seed = hashlib.sha256(b"likeness audit anchors " + settings.AUDIT_KEY.encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
