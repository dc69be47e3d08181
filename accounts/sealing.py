"""The seal of an event: an HMAC with a key that is not in the database."""

import hashlib
import hmac

from django.conf import settings


def seal(digest: str) -> str:
    """HMAC-SHA-256 of an event's digest, as hexadecimal."""
    return hmac.new(key(), digest.encode(), hashlib.sha256).hexdigest()


def holds(sealed: str, digest: str) -> bool:
    return hmac.compare_digest(sealed, seal(digest))


def key() -> bytes:
    """The key of the seals: 32 bytes drawn from LIKENESS_AUDIT_KEY."""
    return hashlib.sha256(b"likeness audit chain " + settings.AUDIT_KEY.encode()).digest()
