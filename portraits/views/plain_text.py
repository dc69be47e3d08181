"""A zero byte belongs into no address and no form: PostgreSQL refuses it late, where it would be a fault of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict

OWN_UPLOADS = "takes_uploads_itself"
View = Callable[..., HttpResponse]


def takes_uploads_itself(view: View) -> View:
    """For a view that says how its uploads are held, which must be said before the form is read, and that uses no text of it."""
    setattr(view, OWN_UPLOADS, True)
    return view


class PlainTextMiddleware:
    """Answer 400 before anything is read or written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or _has_zero(request.GET):
            return _refused()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_told: object) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, OWN_UPLOADS, False):
            return None
        return _refused() if _has_zero(request.POST) else None


def _refused() -> HttpResponse:
    return HttpResponseBadRequest("A zero byte was sent: type it again.", content_type="text/plain")


def _has_zero(query: QueryDict) -> bool:
    return any("\x00" in text for name, values in query.lists() for text in (name, *values))
