"""How often one address may ask in a while, counted in the cache that all web processes share."""

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.client_address import client_address

MINUTE, HOUR = 60, 3600


def asked_too_often(request: HttpRequest, *, what: str, at_most: int, seconds: int = MINUTE) -> bool:
    """Count one more question; whether it was one too many. The cache learns no address, only a keyed digest of it."""
    window = int(time.time() // seconds)
    secret = settings.SECRET_KEY.encode()
    who = hmac.new(secret, f"{what} {window} {client_address(request)}".encode(), hashlib.sha256).hexdigest()
    key = f"asked:{who[:40]}"
    if cache.add(key, 1, 2 * seconds):
        return at_most < 1
    try:
        return cache.incr(key) > at_most
    except ValueError:  # it ran out between the two
        return False
