"""Doors of the sign-in library that this product does not have."""

from django.http import Http404, HttpRequest, HttpResponse


def closed(_request: HttpRequest, *_args: str) -> HttpResponse:
    raise Http404
