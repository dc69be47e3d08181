"""Reading pairs: left,right,mated[,group][,years], one pair a line, paths relative to the file."""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COLUMNS: Final = ("left", "right", "mated")
TRUE: Final = frozenset({"1", "true", "yes", "mated"})
FALSE: Final = frozenset({"0", "false", "no", "non-mated"})


class PairsError(ValueError):
    """The file as a whole cannot be read as pairs; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures and what is known of them: `mated` when they show the same person, `years` between them."""

    line: int
    left: Path
    right: Path
    mated: bool
    group: str = ""
    years: float | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that cannot be used, numbered as an editor does, and why."""

    line: int
    problem: str

    def as_json(self) -> dict[str, int | str]:
        return {"line": self.line, "problem": self.problem}


def read(file: Path) -> Iterator[Pair | Broken]:
    """Every line in turn, so that a file of any length needs little memory; PairsError when it has no such columns."""
    return (_pair(row, line, file.parent) for line, row in rows(file, COLUMNS))


def rows(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines of a CSV file with their numbers, values stripped; PairsError when a column is missing or it cannot be read."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            missing = [name for name in columns if name not in (table.fieldnames or ())]
            if missing:
                raise PairsError(f"{file.name} has no column {', '.join(missing)}: the first line names the columns.")
            for row in table:
                yield table.line_num, {name: (row.get(name) or "").strip() for name in table.fieldnames or ()}
    except (UnicodeDecodeError, csv.Error, OSError) as problem:
        raise PairsError(f"{file.name} cannot be read as a CSV file in UTF-8: {problem}") from problem


def two_pictures(row: Mapping[str, str], folder: Path) -> tuple[Path, Path] | None:
    """The two pictures that a line names; None when it does not."""
    left, right = row["left"], row["right"]
    return (folder / left, folder / right) if left and right and "\0" not in left + right else None


def _pair(row: Mapping[str, str], line: int, folder: Path) -> Pair | Broken:
    named = two_pictures(row, folder)
    if named is None:
        return Broken(line, "It does not name two pictures.")
    mated, years = row["mated"], row.get("years", "")
    if mated.lower() not in TRUE | FALSE:
        return Broken(line, f"'{mated}' is neither 1 (the same person) nor 0 (two people).")
    apart = _number(years) if years else None
    if years and apart is None:
        return Broken(line, f"'{years}' is not a number of years.")
    return Pair(line, *named, mated.lower() in TRUE, row.get("group", ""), apart)


def _number(text: str) -> float | None:
    try:
        value = abs(float(text))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
