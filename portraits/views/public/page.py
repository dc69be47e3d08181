"""A person's public page: the picture as it was published, what it is, and a real photo where they agreed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from generation import picture_files
from portraits.models import Companion, Publication
from portraits.publishing import companions
from portraits.views.pictures.thumbnails import Size, thumbnail
from portraits.views.public import wording
from portraits.views.public.avatar import KEPT

REAL = Size(480, face=True)


@require_safe
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The picture with its disclosure in the reader's language; nothing there when nothing is shown."""
    publication = shown(public_id)
    person = publication.person
    said = Companion.objects.filter(person=person).first()
    locale = wording.locale_of(request, person.organisation.locale)
    real = companions.real_photo(person, timezone.localdate())
    context = {
        "publication": publication,
        "portrait": publication.portrait,
        "organisation": person.organisation,
        "companion": said,
        "name": person.name if said and said.named_at else "",
        "title": person.title if said and said.named_at else "",
        "real": real,
        "real_of": wording.month(real.captured_on, locale) if real else "",
        "see_real": real is not None and "real" in request.GET,
        "words": wording.of(locale),
        "said": wording.about(publication, locale),
        "locale": locale,
    }
    response = render(request, "portraits/public/page.html", context)
    response["Cache-Control"] = "no-cache"  # what a person takes back is gone at once
    response["Vary"] = "Accept-Language"
    return response


def _digest(_request: HttpRequest, public_id: UUID) -> str:
    rendition = shown(public_id).rendition
    return f'"{rendition.sha256}"' if rendition else ""


@require_safe
@condition(etag_func=_digest)
def picture(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The exact published bytes, signature and label included."""
    rendition = shown(public_id).rendition
    if rendition is None:
        raise Http404
    return _answer(picture_files.read(rendition.image), rendition.mime)


@require_safe
def real_photo(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A copy of the real photo that the person agreed to show: the head alone, and nothing of what the file said."""
    photo = companions.real_photo(shown(public_id).person, timezone.localdate())
    if photo is None:
        raise Http404
    return _answer(thumbnail(photo, REAL), "image/jpeg", keep="no-cache")


def shown(public_id: UUID) -> Publication:
    """The live publication of the page; the same nothing for an unknown person and one who shows nothing."""
    rows = Publication.objects.filter(
        placement=companions.PAGE, person__public_id=public_id, published_at__isnull=False, ended_at=None
    )
    found = rows.select_related("person__organisation", "portrait", "rendition").first()
    if found is None:
        raise Http404
    return found


def _answer(data: bytes, mime: str, *, keep: str = f"public, max-age={KEPT}") -> HttpResponse:
    response = HttpResponse(data, content_type=mime)
    response["Cache-Control"] = keep
    response["X-Robots-Tag"] = "noindex"
    return response
