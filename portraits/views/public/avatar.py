"""The picture of a person at an address that never changes: other systems link to it and see every change."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from generation import picture_files
from portraits.models import Rendition

KEPT = 300  # seconds: how long an ended publication may still be seen in somebody's cache


class PublicId:
    """A public id in an address, with or without its hyphens."""

    regex = "[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def to_python(self, value: str) -> UUID:
        return UUID(value)

    def to_url(self, value: UUID | str) -> str:
        return UUID(str(value)).hex


def _shown(public_id: UUID) -> Rendition | None:
    live = Rendition.objects.filter(
        publications__placement="avatar",
        publications__person__public_id=public_id,
        publications__published_at__isnull=False,
        publications__ended_at=None,
    )
    return live.first()


def _etag(_request: HttpRequest, public_id: UUID) -> str | None:
    rendition = _shown(public_id)
    return f'"{rendition.sha256}"' if rendition else None


@require_safe
@condition(etag_func=_etag)
def avatar(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The exact published bytes, signature and label included; nothing when nothing is shown."""
    rendition = _shown(public_id)
    if rendition is None:
        return _cached(HttpResponseNotFound())
    return _cached(HttpResponse(picture_files.read(rendition.image), content_type=rendition.mime))


def _cached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={KEPT}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
