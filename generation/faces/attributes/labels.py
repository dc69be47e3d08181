"""Labels made by hand: one line a picture, blank where the reader was in doubt."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generation.faces.attributes.values import BINARY, NAMES

COLUMNS: Final = ("repository", "path", "id", "use", "seed", *NAMES)
USES: Final = ("train", "held")


class LabelsError(ValueError):
    """A label file that cannot be used; one sentence with the line."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One picture by the repository it comes from and its path there; `held` people only judge, they never teach.

    `seed` draws the damages of its copies, so that a line teaches the same whatever lines stand around it.
    """

    repository: str
    path: str
    person: str
    held: bool
    seed: int
    labels: Mapping[str, float]

    @property
    def name(self) -> str:
        return f"{self.repository}/{self.path}"


def read(file: Path) -> tuple[Labelled, ...]:
    """All lines; raises LabelsError."""
    with file.open(newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := set(COLUMNS) - set(reader.fieldnames or ()):
            raise LabelsError(f"{file.name} has no column {', '.join(sorted(missing))}.")
        found = tuple(_labelled(row, line) for line, row in enumerate(reader, start=2))
    people = {held: {each.person for each in found if each.held == held} for held in (True, False)}
    if both := people[True] & people[False]:
        raise LabelsError(f"{file.name} trains on people it holds back: {', '.join(sorted(both))}.")
    return found


def _labelled(row: Mapping[str, str], line: int) -> Labelled:
    if row["use"] not in USES:
        raise LabelsError(f"Line {line}: '{row['use']}' is neither train nor held.")
    if not row["seed"].isdecimal():
        raise LabelsError(f"Line {line}: '{row['seed']}' is no seed.")
    held, seed = row["use"] == "held", int(row["seed"])
    return Labelled(row["repository"], row["path"], row["id"], held, seed, dict(_answers(row, line)))


def _answers(row: Mapping[str, str], line: int) -> Iterator[tuple[str, float]]:
    for name in NAMES:
        allowed = ("0", "1") if name in BINARY else ("0", "1", "2")
        if row[name] in allowed:
            yield name, float(row[name])
        elif row[name]:
            raise LabelsError(f"Line {line}: '{row[name]}' under {name} is none of {', '.join(allowed)} or blank.")
