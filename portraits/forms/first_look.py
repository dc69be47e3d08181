"""What a page tells a browser so that it can look at a picture before it is sent: the limits and words of the intake and of
the quality components, each from where the server takes them itself."""

from typing import Any

from django.conf import settings

from generation import faces
from portraits.collecting import cleaning


def first_look() -> dict[str, Any]:
    most_bytes, most_pixels = settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PIXELS
    return {**faces.first_look(), "file": cleaning.first_look(max_bytes=most_bytes, max_pixels=most_pixels)}
