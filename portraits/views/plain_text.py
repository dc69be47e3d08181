"""A zero byte belongs into no address and no form: PostgreSQL refuses it late, where it would be a fault of ours."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict


class PlainTextMiddleware:
    """Answer 400 before anything is read or written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any(map(_has_zero, _sent(request))):
            return HttpResponseBadRequest("A zero byte was sent: type it again.", content_type="text/plain")
        return self.get_response(request)


def _sent(request: HttpRequest) -> Iterable[QueryDict]:
    yield request.GET
    if request.method == "POST":
        yield request.POST


def _has_zero(query: QueryDict) -> bool:
    return any("\x00" in text for name, values in query.lists() for text in (name, *values))
