"""The seal of an event: an HMAC with a key that is not in the database."""

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings


def seal(digest: str) -> str:
    """HMAC-SHA-256 of an event's digest, as hexadecimal."""
    return hmac.digest(key(), digest.encode(), "sha256").hex()


def holds(sealed: str, digest: str) -> bool:
    return hmac.compare_digest(sealed, seal(digest))


def key() -> bytes:
    """The key of the seals: 32 bytes drawn from LIKENESS_AUDIT_KEY."""
    return _drawn(settings.AUDIT_KEY)


@lru_cache(maxsize=2)
def _drawn(secret: str) -> bytes:
    return hashlib.sha256(b"likeness audit chain " + secret.encode()).digest()
