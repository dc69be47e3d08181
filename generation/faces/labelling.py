"""What every file of hand-made labels has: pictures by repository and path, whose they are, and who never teaches."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

COLUMNS: Final = ("repository", "path", "id", "use", "seed")
USES: Final = ("train", "held")


class LabelsError(ValueError):
    """A label file that cannot be used; one sentence with the line."""


@dataclass(frozen=True, slots=True)
class Source:
    """One picture by the repository it comes from and its path there; `held` people only judge, they never teach.

    `seed` draws the damages of its copies, so that a line teaches the same whatever lines stand around it.
    """

    repository: str
    path: str
    person: str
    held: bool
    seed: int

    @property
    def name(self) -> str:
        return f"{self.repository}/{self.path}"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many."""

    found: int
    of: int

    @classmethod
    def counted(cls, answers: Iterable[bool]) -> "Rate":
        every = list(answers)
        return cls(sum(every), len(every))


def lines(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows with their line numbers; raises LabelsError when one of `columns` beside COLUMNS is missing."""
    with file.open(newline="") as opened:
        reader = csv.DictReader(opened)
        if missing := {*COLUMNS, *columns} - set(reader.fieldnames or ()):
            raise LabelsError(f"{file.name} has no column {', '.join(sorted(missing))}.")
        yield from enumerate(reader, start=2)


def source(row: Mapping[str, str], line: int) -> Source:
    if row["use"] not in USES:
        raise LabelsError(f"Line {line}: '{row['use']}' is neither train nor held.")
    if not row["seed"].isdecimal():
        raise LabelsError(f"Line {line}: '{row['seed']}' is no seed.")
    return Source(row["repository"], row["path"], row["id"], row["use"] == "held", int(row["seed"]))


def check_apart(name: str, found: Iterable[Source]) -> None:
    """Raise LabelsError when somebody both teaches and judges."""
    people: dict[bool, set[str]] = {True: set(), False: set()}
    for each in found:
        people[each.held].add(each.person)
    if both := people[True] & people[False]:
        raise LabelsError(f"{name} trains on people it holds back: {', '.join(sorted(both))}.")


def folds(people: Iterable[str], *, count: int) -> dict[str, int]:
    """Each person in one fold, whatever pictures there are of them."""
    names = sorted(set(people))
    order = np.random.default_rng(0).permutation(len(names))
    return {name: int(place) % count for name, place in zip(names, order, strict=True)}
