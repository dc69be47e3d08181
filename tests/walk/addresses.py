"""Every URL pattern that the project answers, with its name; those without a name by their route."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver


def addresses() -> set[str]:
    return set(_named(get_resolver().url_patterns, "", ""))


def _named(patterns: list[Any], space: str, prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or route}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(pattern.url_patterns, inner, route)
