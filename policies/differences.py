"""What changed between two versions of a rule, field by field, in the order of the schema."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Changes with every version by itself.
BOOKKEEPING = frozenset({"version", "status"})


@dataclass(frozen=True, slots=True)
class Difference:
    """`field` as a path: kinds.ai_generated. `before` or `after` empty: it is said by one of the two only."""

    field: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields in which two rule bodies differ; none for the same words in another order of keys."""
    old, new = dict(said(before)), dict(said(after))
    fields = [*old, *(field for field in new if field not in old)]
    return tuple(
        Difference(field, old.get(field, ""), new.get(field, ""))
        for field in fields
        if old.get(field, "") != new.get(field, "")
    )


def said(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything a rule says, as path and words; what is empty says nothing."""
    for name, value in body.items():
        if name not in BOOKKEEPING:
            yield from _flat(name, value)


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}", inner)
    elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        for place, each in enumerate(value):
            yield from _flat(f"{path}.{place + 1}", each)
    elif isinstance(value, list):
        if value:
            yield path, ", ".join(str(each) for each in value)
    elif value is not None and value != "":
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
