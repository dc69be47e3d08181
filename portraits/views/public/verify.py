"""Whose picture is this: anybody may ask with a file or a random id, and hears what it is and whether it is current.

Nothing that is sent in is kept: it is held in memory for the answer. Nobody is named who did not agree to be.
"""

from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portraits.collecting.cleaning import PictureRefusedError
from portraits.publishing import finding
from portraits.publishing.finding import Found
from portraits.views.plain_text import takes_uploads_itself
from portraits.views.public.patience import asked_too_often
from portraits.views.public.records import record

PAGE = "portraits/public/verify.html"
FORM_ROOM = 64 * 1024  # bytes of a form around its file


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload of any size in memory, never in a temporary file; the request's length was held before."""

    def handle_raw_input(self, *_args: object, **_options: object) -> None:
        self.activated = True


@takes_uploads_itself
@never_cache
@csrf_exempt  # it changes nothing, so there is nothing to trick a visitor into; programs may ask too
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The question, and the answer for a file."""
    if request.method != "POST":
        return _by_hand(request)
    if asked_too_often(request, what="verify", at_most=settings.VERIFY_A_MINUTE):
        return _say(request, "You asked very often. Wait a minute, then ask again.", status=429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_MAX_BYTES + FORM_ROOM:
        return _say(request, f"The file is larger than {settings.UPLOAD_MAX_BYTES // 1_000_000} MB.", status=413)
    request.upload_handlers = [InMemory(request)]
    return _answer(request, request.FILES.get("picture"))


@never_cache
@require_safe
def verify_id(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The answer for a random id, as the file's own words name it."""
    if asked_too_often(request, what="verify", at_most=settings.VERIFY_A_MINUTE):
        return _say(request, "You asked very often. Wait a minute, then ask again.", status=429)
    row = finding.by_id(public_id)
    if row is None:
        return _say(request, "No picture that was published from here has this id.", status=404)
    return render(request, PAGE, {"record": record(row), "by_id": True})


@require_safe
def credentials(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The Content Credentials of a published file, for copies that lost theirs."""
    row = finding.by_id(public_id)
    if row is None or not row.manifest:
        raise Http404
    answer = HttpResponse(bytes(row.manifest), content_type="application/c2pa")
    answer["Content-Disposition"] = f'attachment; filename="{row.public_id}.c2pa"'
    return answer


def _by_hand(request: HttpRequest) -> HttpResponse:
    """The form, or the answer's own address for an id that somebody typed."""
    asked = request.GET.get("id", "").strip()
    if not asked:
        return render(request, PAGE)
    try:
        return redirect("verify_id", public_id=UUID(asked.rstrip("/").rpartition("/")[2]))
    except ValueError:
        return _say(request, "An id looks like 8f0c6d1e-5b1a-4c39-9a57-2f6f0f3a1c77.", status=400)


def _answer(request: HttpRequest, file: object) -> HttpResponse:
    if not isinstance(file, UploadedFile):
        return _say(request, "Choose a picture first.", status=400)
    try:
        found = finding.find(file.read())
    except PictureRefusedError as refusal:
        return _say(request, str(refusal), status=400)
    return render(request, PAGE, {"found": found, "record": _record(found), "asked": True})


def _record(found: Found) -> object:
    return record(found.rendition) if found.rendition else None


def _say(request: HttpRequest, problem: str, *, status: int) -> HttpResponse:
    return render(request, PAGE, {"problem": problem}, status=status)
