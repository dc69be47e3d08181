"""Browser tests ask many things at once of a server whose threads share one connection to a database in memory."""

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_turn = threading.RLock()


class OneAtATime:
    """Middleware of the tests alone: one request after the other, so that no transaction runs into another one's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with _turn:
            return self.get_response(request)
