"""Fields of a recipe's file held against what they must be: complete, bounded, and named when they are wrong."""

import dataclasses
from typing import Any


class RecipeError(ValueError):
    """A recipe that cannot be used; the message names the file and the field."""


def complete(content: Any, kind: type[Any], place: str) -> dict[str, Any]:
    """The mapping, when it has every field of the dataclass and no other. Fields with a default may be left out."""
    if not isinstance(content, dict):
        raise RecipeError(f"{place}: must be a mapping of fields.")
    known = {field.name: field.default for field in dataclasses.fields(kind)}
    needed = {name for name, default in known.items() if default is dataclasses.MISSING}
    for name in sorted(needed - content.keys()):
        raise RecipeError(f"{place}: the field '{name}' is missing.")
    for name in sorted(str(key) for key in content.keys() - known.keys()):
        raise RecipeError(f"{place}: the field '{name}' is unknown.")
    return dict(content)


def require(holds: Any, place: str, field: str, rule: str) -> None:
    """Raises RecipeError with the rule that a field must follow, unless it does."""
    if not holds:
        raise RecipeError(f"{place}: the field '{field}' {rule}.")


def whole(value: Any, least: int, most: int) -> bool:
    """Whether it is a whole number within the bounds; true and false are not numbers."""
    return type(value) is int and least <= value <= most


def within(value: Any, least: float, most: float) -> bool:
    """Whether it is a number within the bounds."""
    return type(value) in (int, float) and least <= value <= most


def words(value: Any) -> bool:
    """Whether it is text, and not empty."""
    return isinstance(value, str) and bool(value.strip())
