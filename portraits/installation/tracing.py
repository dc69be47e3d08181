"""One id for everything that one request causes: in the log, in the record, in messages to workers."""

import re
import uuid
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, get_contextvars, unbind_contextvars

HEADER: Final = "X-Request-ID"
GIVEN: Final = re.compile(r"[A-Za-z0-9-]{8,64}")  # what a proxy in front may hand us; anything else gets a new one


class RequestIds:
    """Middleware: take up the id of a proxy or make one, and say it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        begin(given if GIVEN.fullmatch(given) else uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response[HEADER] = request_id()
            return response
        finally:
            end()


def request_id() -> str:
    """The id of what runs now, or nothing outside of requests and tasks."""
    return str(get_contextvars().get("request_id", ""))


def begin(name: str) -> None:
    bind_contextvars(request_id=name)


def end() -> None:
    unbind_contextvars("request_id")
