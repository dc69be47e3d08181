"""How often one address may ask: a fixed number a minute, counted in the cache that all web processes share."""

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 60  # seconds


def asked_too_often(request: HttpRequest, *, what: str, at_most: int) -> bool:
    """Count one more question; whether it was one too many. The cache learns no address, only a keyed digest of it."""
    minute = int(time.time() // WINDOW)
    secret = settings.SECRET_KEY.encode()
    who = hmac.new(secret, f"{what} {minute} {_address(request)}".encode(), hashlib.sha256).hexdigest()
    key = f"asked:{who[:40]}"
    if cache.add(key, 1, 2 * WINDOW):
        return at_most < 1
    try:
        return cache.incr(key) > at_most
    except ValueError:  # it ran out between the two
        return False


def _address(request: HttpRequest) -> str:
    """Of who asks. Behind our own proxy the last entry is the one that the proxy itself wrote; earlier ones are claims."""
    if settings.BEHIND_TLS:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
