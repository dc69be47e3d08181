"""A file of notices in one language, read and checked. Every problem names file, line and field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies import lines, placements
from policies.consent import Purpose
from policies.pack import PackError, Problem

FOLDER = Path(__file__).parent / "packs" / "notices"
NEEDED = ("purpose", "version", "title", "body", "without")


@dataclass(frozen=True, slots=True)
class Words:
    """One version of the words for one purpose in one language; `placement` is empty but for a place of its own."""

    purpose: Purpose
    placement: str
    language: str
    version: int
    title: str
    body: str
    without: str
    pack: str

    @property
    def item(self) -> tuple[str, str, str]:
        return self.purpose.value, self.placement, self.language

    def __str__(self) -> str:
        where = f" in {self.placement}" if self.placement else ""
        return f"{self.purpose.value}{where} {self.language} version {self.version}"


def shipped() -> tuple[Path, ...]:
    """The notices that come with the product."""
    return tuple(sorted(FOLDER.glob("*.yaml")))


def read(path: Path) -> tuple[Words, ...]:
    """The notices of a file. Raises PackError with every problem it has, OSError when there is no such file."""
    try:
        data, places = lines.read(path.read_text(encoding="utf-8"))
    except lines.YamlError as fault:
        raise PackError([Problem(path.name, fault.line, fault.field or "-", str(fault))]) from fault
    except UnicodeDecodeError as fault:
        raise PackError([Problem(path.name, 1, "-", "the file is not UTF-8 text")]) from fault
    problems = list(_problems(data, path.name, places))
    if problems:
        raise PackError(problems)
    return tuple(_words(row, data) for row in data["notices"])


def read_all(paths: Iterable[Path]) -> tuple[Words, ...]:
    return tuple(words for path in paths for words in read(path))


def _words(row: Mapping[str, Any], data: Mapping[str, Any]) -> Words:
    return Words(
        purpose=Purpose(row["purpose"]),
        placement=row.get("placement", ""),
        language=data["language"],
        version=row["version"],
        title=row["title"].strip(),
        body=row["body"].strip(),
        without=row["without"].strip(),
        pack=data["pack"],
    )


def _problems(data: Any, file: str, places: Mapping[lines.Path, int]) -> Iterator[Problem]:
    if not isinstance(data, dict) or not isinstance(data.get("notices"), list):
        yield Problem(file, 1, "notices", "a file of notices has a list of them")
        return
    for name in ("pack", "language"):
        if not isinstance(data.get(name), str) or not data[name].strip():
            yield Problem(file, 1, name, "is missing")
    for index, row in enumerate(data["notices"]):
        line = places.get(("notices", index), 1)
        yield from (Problem(file, line, name, message) for name, message in _faults(row))


def _faults(row: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(row, dict):
        yield "-", "is no notice"
        return
    yield from ((name, "is not a field of a notice") for name in row if name not in (*NEEDED, "placement"))
    for name in ("title", "body", "without"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            yield name, "has no words"
    if not isinstance(row.get("version"), int) or isinstance(row["version"], bool) or row["version"] < 1:
        yield "version", "is a whole number from 1 on"
    if row.get("purpose") not in set(Purpose):
        yield "purpose", f"is one of {', '.join(Purpose)}"
    yield from _placement(row)


def _placement(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    place = row.get("placement", "")
    if place and row.get("purpose") != Purpose.PUBLICATION:
        yield "placement", "only a publication has one"
    if place and place not in placements.catalogue():
        yield "placement", f"is one of {', '.join(placements.catalogue())}"
