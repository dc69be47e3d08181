"""Labels made by hand: one line a picture, blank where the reader was in doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generation.faces.attributes.values import BINARY, NAMES
from generation.faces.labelling import LabelsError, Source, check_apart, lines, source


@dataclass(frozen=True, slots=True)
class Labelled:
    """One picture and what it shows."""

    source: Source
    labels: Mapping[str, float]


def read(file: Path) -> tuple[Labelled, ...]:
    """All lines; raises LabelsError."""
    found = tuple(Labelled(source(row, line), dict(_answers(row, line))) for line, row in lines(file, NAMES))
    check_apart(file.name, (each.source for each in found))
    return found


def _answers(row: Mapping[str, str], line: int) -> Iterator[tuple[str, float]]:
    for name in NAMES:
        allowed = ("0", "1") if name in BINARY else ("0", "1", "2")
        if row[name] in allowed:
            yield name, float(row[name])
        elif row[name]:
            raise LabelsError(f"Line {line}: '{row[name]}' under {name} is none of {', '.join(allowed)} or blank.")
