"""China's implicit label of synthetic content, the object `AIGC` with seven fields (GB 45438-2025, annex E).

In pictures it is an XMP property of that name whose value is JSON with the fields at its top (practice guide of TC260 on
file metadata; property, address and prefix as public writers and readers of it have them, so a secondary source). It stands in a
file only where a rule asks for it: a reader that finds the word takes the picture for synthetic.
"""

import json
from dataclasses import dataclass

KEY = "AIGC"
PREFIX, NAMESPACE = "TC260", "http://www.tc260.org.cn/ns/AIGC/1.0/"
IS, MAY_BE, SUSPECTED = "1", "2", "3"  # what `Label` says of being generated or synthesised
FIELDS = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)


@dataclass(frozen=True, slots=True)
class Aigc:
    """Who made and who spreads it, an organisation and never a person, and its own number for it: a random id."""

    producer: str
    produced: str
    label: str = IS

    def as_text(self) -> str:
        """The object in JSON; who makes a picture here is also who spreads it first. The reserved codes are left empty."""
        values = (self.label, self.producer, self.produced, "", self.producer, self.produced, "")
        return json.dumps(dict(zip(FIELDS, values, strict=True)), ensure_ascii=False)


def parse(text: str) -> Aigc | None:
    """The object from a file, also inside another `AIGC`; None for what is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    said = said.get(KEY, said) if isinstance(said, dict) else None
    if not isinstance(said, dict) or str(said.get("Label", "")) not in (IS, MAY_BE, SUSPECTED):
        return None
    producer, produced = said.get("ContentProducer", ""), said.get("ProduceID", "")
    return Aigc(str(producer)[:200], str(produced)[:200], str(said["Label"]))
