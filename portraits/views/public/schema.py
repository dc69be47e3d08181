"""The schemas that rules and packs are checked with, for whoever writes some."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from policies import pack

NAMES = ("rule", "pack")


@require_safe
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """JSON Schema 2020-12, word for word as it is used."""
    if name not in NAMES:
        raise Http404
    return HttpResponse(pack.schema(name), content_type="application/schema+json")
