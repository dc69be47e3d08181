"""The certificate of an erasure: what was removed and when. Ids and salted digests, nothing that says who it was."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from typing import Any

from portraits.erasing.kinds import Item
from portraits.models import Erasure

Removed = list[list[str]]


def salted(digest: str, salt: str) -> str:
    """HMAC-SHA-256 of a file's SHA-256 under the certificate's own key, as hexadecimal; empty for what has no file."""
    return hmac.new(bytes.fromhex(salt), digest.encode(), hashlib.sha256).hexdigest() if digest else ""


def joined(removed: Removed, kind: str, items: Iterable[Item], salt: str) -> Removed:
    """What was removed, with these items; one that an interrupted attempt wrote down already is there once."""
    known = {tuple(each[:2]) for each in removed}
    fresh = [[kind, item.row, salted(item.digest, salt)] for item in items if (kind, item.row) not in known]
    return [*removed, *fresh]


def of(erasure: Erasure, *, finished_at: str, kept: Iterable[str]) -> dict[str, Any]:
    """The certificate as plain data. Names of files carry keyed digests: their number says enough."""
    listed = [each for each in erasure.removed if each[0] != "files"]
    return {
        "certificate": f"erasure {erasure.pk}",
        "organisation": erasure.person.organisation_id,
        "person": erasure.person_id,
        "why": erasure.why,
        "asked_at": erasure.asked_at.isoformat(timespec="seconds"),
        "finished_at": finished_at,
        "key": "destroyed",
        "counts": dict(Counter(kind for kind, *_ in erasure.removed)),
        "removed": [{"kind": kind, "id": row, **({"hmac": digest} if digest else {})} for kind, row, digest in listed],
        "digests": {"how": "HMAC-SHA-256(salt, hexadecimal SHA-256 of the file)", "salt": erasure.salt},
        "kept": list(kept),
    }
