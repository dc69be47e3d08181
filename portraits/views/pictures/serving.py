"""Handing out a picture to somebody who may see it. Its digest is its version: a browser that has it is told so."""

import logging
import mimetypes
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from PIL import Image

from accounts import permissions
from accounts.models import User
from accounts.vault import KeyDestroyedError, SealBrokenError
from generation import picture_files
from generation.models import Candidate
from portraits.models import DriftCheck, Photo, Portrait, Rendition
from portraits.views import visibility
from portraits.views.access import SignedInRequest, find, signed_in
from portraits.views.pictures import before, thumbnails

log = logging.getLogger(__name__)


@require_safe
@signed_in
def photo(request: SignedInRequest, pk: int) -> HttpResponse:
    return _serve(request, Photo.objects.select_related("person__organisation"), pk, visibility.open_to)


@require_safe
@signed_in
def portrait(request: SignedInRequest, pk: int) -> HttpResponse:
    return _serve(request, Portrait.objects.select_related("person__organisation"), pk, visibility.portrait_open_to)


@require_safe
@signed_in
def candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Candidate.objects.select_related("run__person__organisation")
    return _serve(request, rows, pk, permissions.can_see_drafts)


@require_safe
@signed_in
def rendition(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Rendition.objects.select_related("portrait__person__organisation")
    return _serve(request, rows, pk, visibility.open_to)


@require_safe
@signed_in
def difference(request: SignedInRequest, pk: int) -> HttpResponse:
    """The map of where a selfie differed from the portrait; only checks that found something have one."""
    rows = DriftCheck.objects.exclude(difference="").select_related("person__organisation")
    row = find(rows, pk, user=request.user, can=visibility.open_to)
    return _answer(request, row.difference, lambda: _jpeg(picture_files.read(row.difference)))


@require_safe
@signed_in
def before_candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Candidate.objects.select_related("run__person__organisation")
    return _before(request, find(rows, pk, user=request.user, can=permissions.can_see_drafts))


@require_safe
@signed_in
def before_portrait(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Portrait.objects.select_related("person__organisation", "candidate__run__person")
    return _before(request, find(rows, pk, user=request.user, can=_source_open_to))


def _source_open_to(user: User, portrait: Portrait) -> bool:
    """The photo behind a portrait: who sees what is shown, as a manager does, does not see that."""
    return visibility.portrait_open_to(user, portrait) and visibility.open_to(user, portrait)


def _before(request: SignedInRequest, picture: Candidate | Portrait) -> HttpResponse:
    source, size = before.source_of(picture), thumbnails.asked_for(request.GET) or thumbnails.Size(960, face=False)
    key = f"-as-{picture.sha256[:16]}{size.key}"

    def make(image: Image.Image) -> Image.Image:
        return before.cut(image, before.box_like(source, picture), size, picture.height / picture.width)

    return _answer(request, f"{source.sha256}{key}", lambda: _jpeg(thumbnails.kept(source, key, make)))


def _serve(
    request: SignedInRequest, rows: QuerySet[Any], pk: int, may_see: Callable[[User, Any], bool]
) -> HttpResponse:
    row = find(rows, pk, user=request.user, can=may_see)
    size = thumbnails.asked_for(request.GET)
    if not row.image:
        return _no_longer_kept()
    if size is None:
        return _answer(request, row.sha256, lambda: _whole(row))
    return _answer(request, f"{row.sha256}{size.key}", lambda: _jpeg(thumbnails.thumbnail(row, size)))


def _answer(request: HttpRequest, version: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    etag = f'"{version}"'
    try:
        response = get_conditional_response(request, etag=etag) or make()
    except KeyDestroyedError:
        return _no_longer_kept()
    except SealBrokenError as problem:
        log.error("A picture cannot be opened: %s", problem)
        return _cannot_be_opened()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"  # asked each time whether this visitor may still see it
    return response


def _no_longer_kept() -> HttpResponse:
    """In place of a picture that was discarded or erased: pages that name it stay whole."""
    response = HttpResponse(loader.render_to_string("portraits/parts/no_longer_kept.svg"), content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


def _cannot_be_opened() -> HttpResponse:
    """In place of a picture whose key is not here: for who runs the site to mend, and never a page that fails."""
    drawn = loader.render_to_string("portraits/parts/cannot_be_opened.svg")
    return HttpResponse(drawn, content_type="image/svg+xml", status=503, headers={"Cache-Control": "no-store"})


def _whole(row: thumbnails.Pictured) -> HttpResponse:
    mime = mimetypes.guess_type(row.image)[0] or "application/octet-stream"
    return HttpResponse(picture_files.read(row.image), content_type=mime)


def _jpeg(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="image/jpeg")
