"""A file of rules, read and checked against the published schema. Every problem names file, line and field."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from policies import lines
from policies.rules import Rule, parse

FOLDER = Path(__file__).parent / "packs"
Places = Mapping[lines.Path, int]
NAMES = ("law", "platforms", "sectors", "organisation", "sector_defaults")


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "line": self.line, "field": self.field, "message": self.message}


class PackError(ValueError):
    """A pack cannot be used; `problems` says why, one by one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Entry:
    """One checked rule body and the line it begins at."""

    body: Mapping[str, Any]
    file: str
    line: int

    @property
    def rule(self) -> Rule:
        return parse(self.body)


@dataclass(frozen=True, slots=True)
class Pack:
    name: str
    owner: str
    entries: tuple[Entry, ...]


def shipped() -> tuple[Path, ...]:
    """The packs that come with the product."""
    return tuple(FOLDER / f"{name}.yaml" for name in NAMES)


def read(path: Path) -> Pack:
    """The pack of a file. Raises PackError with every problem it has, OSError when there is no such file."""
    try:
        data, places = lines.read(path.read_text(encoding="utf-8"))
    except lines.YamlError as fault:
        raise PackError([Problem(path.name, fault.line, fault.field or "-", str(fault))]) from fault
    except UnicodeDecodeError as fault:
        raise PackError([Problem(path.name, 1, "-", "the file is not UTF-8 text")]) from fault
    problems = list(_problems(data, path.name, places))
    if problems:
        raise PackError(sorted(problems, key=lambda each: (each.line, each.field)))
    entries = (Entry(body, path.name, places["rules", index]) for index, body in enumerate(data["rules"]))
    return Pack(data["pack"], data["owner"], tuple(entries))


def read_all(paths: Iterable[Path]) -> tuple[Pack, ...]:
    """Several packs; PackError with the problems of all of them, and for an id and version that two of them use."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            packs.append(read(path))
        except PackError as fault:
            problems.extend(fault.problems)
    problems.extend(_repeated(entry for each in packs for entry in each.entries))
    if problems:
        raise PackError(problems)
    return tuple(packs)


def rules(paths: Iterable[Path] | None = None) -> tuple[Rule, ...]:
    """Every rule of the shipped packs, or of the files given, in every version."""
    packs = read_all(shipped() if paths is None else paths)
    return tuple(entry.rule for each in packs for entry in each.entries)


def faults_of(body: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What is wrong with one rule that is being written, with the lines of the file that `as_file` makes of it."""
    file, places = file_name(body), lines.read(as_file(body))[1]
    found = [
        *_faults("rule", dict(body), ("rules", 0), file, places),
        *_ends_before_it_begins(body, 0, file, places),
    ]
    return tuple(sorted(found, key=lambda each: (each.line, each.field)))


def as_file(body: Mapping[str, Any], *, owner: str = "Ourselves") -> str:
    """One rule as a pack of its own, which `load_policies` takes."""
    content = {"schema_version": 1, "pack": "console", "owner": owner, "rules": [dict(body)]}
    return str(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110))


def file_name(body: Mapping[str, Any]) -> str:
    return f"{body.get('id') or 'rule'}-v{body.get('version') or 1}.yaml"


def schema(name: str) -> str:
    """The published schema of a `rule` or a `pack`, word for word."""
    return (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")


def _problems(data: Any, file: str, places: Places) -> Iterator[Problem]:
    """The file itself first; its rules only when there is a list of them to look at."""
    yield from _faults("pack", data, (), file, places)
    bodies = data.get("rules") if isinstance(data, dict) else None
    for index, body in enumerate(bodies if isinstance(bodies, list) else ()):
        if isinstance(body, dict):
            yield from _faults("rule", body, ("rules", index), file, places)
            yield from _ends_before_it_begins(body, index, file, places)


def _faults(schema: str, data: Any, at: lines.Path, file: str, places: Places) -> Iterator[Problem]:
    for fault in _validator(schema).iter_errors(data):
        for name in _named(fault):
            inside = (*fault.absolute_path, *name)
            field = ".".join(str(part) for part in inside) or "-"
            yield Problem(file, _line((*at, *inside), places), field, _sentence(fault))


def _line(path: lines.Path, places: Places) -> int:
    """Where the path stands, or the nearest thing around it that does."""
    around = (path[:depth] for depth in range(len(path), -1, -1))
    return next(places[each] for each in around if each in places)


def _named(fault: ValidationError) -> list[tuple[str, ...]]:
    """The fields that the schema's error only mentions in its message: too many, missing, or of no such name."""
    schema: Any = fault.schema
    instance: Any = fault.instance
    if fault.validator == "additionalProperties":
        return [(name,) for name in instance if name not in schema["properties"]]
    if fault.validator == "required":
        return [(fault.message.split("'")[1],)]
    return [(str(instance),)] if "propertyNames" in fault.absolute_schema_path else [()]


def _sentence(fault: ValidationError) -> str:
    if fault.validator == "additionalProperties":
        return "there is no such field"
    return "the field is missing" if fault.validator == "required" else fault.message


def _ends_before_it_begins(body: Mapping[str, Any], index: int, file: str, places: Places) -> Iterator[Problem]:
    begins, ends = body.get("effective_from"), body.get("effective_until")
    if isinstance(begins, str) and isinstance(ends, str) and ends < begins:
        line = places["rules", index, "effective_until"]
        yield Problem(file, line, "effective_until", f"it ends on {ends}, before it begins on {begins}")


def _repeated(entries: Iterable[Entry]) -> Iterator[Problem]:
    seen: dict[tuple[str, int], Entry] = {}
    for entry in entries:
        key = entry.body["id"], entry.body["version"]
        if key in seen:
            first = seen[key]
            message = f"{key[0]} version {key[1]} stands already in {first.file}:{first.line}"
            yield Problem(entry.file, entry.line, "version", message)
        seen.setdefault(key, entry)


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema(name)), format_checker=FormatChecker(["date"]))
