"""How often pictures of one person may be compared: who may try without end finds out where the limits of a matcher lie."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Person
from portraits.models import Photo

A_DAY = timedelta(days=1)


def against_more(person: Person, count: int) -> str:
    """Why `count` more pictures of this person cannot be taken in today; empty when they can. Rows are counted, no cache."""
    allowed: int = settings.PICTURES_PER_DAY
    came = Photo.objects.filter(person=person, created_at__gt=timezone.now() - A_DAY).count()
    if not allowed or came + count <= allowed:
        return ""
    return (
        f"{came} pictures came within a day and {allowed} are compared at most: go on tomorrow, or ask your photo team."
    )
