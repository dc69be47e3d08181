"""What a reader saw in each picture: a photograph, one of the nineteenth century, or something made by hand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from generation.faces.labelling import LabelsError, Source, check_apart, lines, source

Kind = Literal["photograph", "early_photograph", "painting", "drawing", "handmade"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
HANDMADE: Final = ("painting", "drawing", "handmade")  # the last: older than photography, painted or drawn


@dataclass(frozen=True, slots=True)
class Labelled:
    source: Source
    kind: Kind


def read(file: Path) -> tuple[Labelled, ...]:
    """All lines; raises LabelsError."""
    found = tuple(Labelled(source(row, line), _kind(row["kind"], line)) for line, row in lines(file, ("kind",)))
    check_apart(file.name, (each.source for each in found))
    return found


def _kind(told: str, line: int) -> Kind:
    for kind in KINDS:
        if told == kind:
            return kind
    raise LabelsError(f"Line {line}: '{told}' is none of {', '.join(KINDS)}.")
