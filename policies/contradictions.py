"""What a schema cannot say of one rule: numbers and days against each other, and numbers that are none."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

Path = tuple[str | int, ...]
Fault = tuple[Path, str]


def within(body: Mapping[str, Any], on: date | None = None) -> Iterator[Fault]:
    """Where a body contradicts itself, or the day `on` which it is read. Words of a wrong type are left to the schema."""
    yield from _no_numbers(body, ())
    begins, ends, read = (_day(body.get(name)) for name in ("effective_from", "effective_until", "last_verified"))
    if begins and ends and ends < begins:
        yield ("effective_until",), f"it ends on {ends}, before it begins on {begins}"
    if read and on and read > on:
        yield ("last_verified",), f"nobody can have read the source on {read} yet"
    yield from _of_polish(body.get("polish"))


def _of_polish(said: Any) -> Iterator[Fault]:
    least, most = (said.get("min"), said.get("max")) if isinstance(said, Mapping) else (None, None)
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        yield ("polish", "min"), f"the least polish, {least}, is more than the most, {most}"


def _no_numbers(value: Any, path: Path) -> Iterator[Fault]:
    if isinstance(value, float) and not math.isfinite(value):
        yield path, f"{value} is no number that anything can be held against"
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _no_numbers(each, (*path, name))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, each in enumerate(value):
            yield from _no_numbers(each, (*path, index))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
