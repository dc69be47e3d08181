"""Whose hours and days the pages tell: a time zone by its name in the IANA database."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured


def known(name: str) -> str:
    """The name, when there is such a zone. Raises ImproperlyConfigured."""
    try:
        return ZoneInfo(name).key
    except (LookupError, ValueError, OSError) as fault:
        raise ImproperlyConfigured(
            f"LIKENESS_TIME_ZONE: there is no time zone {name!r}. Give one by its name, such as Europe/Berlin."
        ) from fault
