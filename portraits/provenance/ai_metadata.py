"""What a file says of its own making, held up beside the quality of the face: a picture made by AI shows nobody's today."""

from collections.abc import Mapping
from typing import Any, Final

from generation.faces import Component
from portraits.provenance.source_types import SourceType, SourceTypeError

MOST: Final = 0.0  # traces: the first one counts
TOLD: Final = 3  # names in the sentence; the page of the photo lists them all


def hint(said: Mapping[str, Any]) -> Component:
    """A component from `Provenance.as_json()`: how many traces of generative AI the file carries, held against none.

    A file that admits to generative AI without naming a program carries one. Passing proves nothing: traces are easily
    stripped.
    """
    traces: list[Mapping[str, str]] = said.get("traces", [])
    declared = _declared(said.get("source_type", ""))
    value = float(len(traces) or (declared is not None))
    passed = value <= MOST
    return Component("ai_metadata", value, "traces", MOST, passed, "" if passed else _advice(traces, declared))


def _declared(code: str) -> SourceType | None:
    try:
        kind = SourceType.parse(code)
    except SourceTypeError:
        return None
    return kind if kind.is_generative else None


def _advice(traces: list[Mapping[str, str]], declared: SourceType | None) -> str:
    names = list(dict.fromkeys(trace["name"][:60] for trace in traces))[:TOLD]
    says = (
        f"names a picture generator ({', '.join(names)})" if names else f'calls itself "{declared and declared.title}"'
    )
    return (
        f"The file {says}: such a picture cannot stand for how you look today, so send a photo straight from a camera."
    )
