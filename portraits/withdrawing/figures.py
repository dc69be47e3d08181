"""Numbers that a comparison of faces left in a row, and the row's values without them: the answer stays, in words."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from portraits.drift import MEASURED

LIKENESS: Final = ("nearest", "median", "robust_worst", "worst")
RESULT: Final = ("value", "amber", "refuse")  # of a gate's measure: what was found, and what it was held against
SIGNAL: Final = ("strength", "difference")
IDENTITY: Final = "identity"  # the one gate that compares faces; all others hold a picture against its own photo


def likeness(said: Mapping[str, Any]) -> dict[str, Any]:
    return _emptied(said, LIKENESS)


def gates(report: Mapping[str, Any]) -> dict[str, Any]:
    """What the gates said, without distances; an empty report stays empty."""
    if not report:
        return {}
    results = [_emptied(each, RESULT) if each["gate"] == IDENTITY else each for each in report.get("results", ())]
    return {**report, "results": results, "distances": []}


def signals(seen: Iterable[Mapping[str, Any]]) -> list[Any]:
    return [_emptied(each, SIGNAL) if each["kind"] in MEASURED else each for each in seen]


def _emptied(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: None if name in names else value for name, value in values.items()}
