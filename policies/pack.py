"""A file of rules, read and checked against the published schema. Every problem names file, line and field."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from policies import contradictions, lines
from policies.kinds import named_by
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
    """One checked rule body, the line it begins at, and the line of each of its fields."""

    body: Mapping[str, Any]
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def doubt(self, name: str, message: str) -> Problem:
        """Something about a field that may be meant."""
        return Problem(self.file, self.lines.get(name, self.line), name, message)

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


def read(path: Path, on: date | None = None) -> Pack:
    """The pack of a file, as somebody reads it `on` a day. Raises PackError with every problem it has, OSError when there
    is no such file."""
    try:
        data, places = lines.read(path.read_text(encoding="utf-8"))
    except lines.YamlError as fault:
        raise PackError([Problem(path.name, fault.line, fault.field or "-", str(fault))]) from fault
    except UnicodeDecodeError as fault:
        raise PackError([Problem(path.name, 1, "-", "the file is not UTF-8 text")]) from fault
    problems = list(_problems(data, path.name, places, on))
    if problems:
        raise PackError(sorted(problems, key=lambda each: (each.line, each.field)))
    return Pack(data["pack"], data["owner"], tuple(_entries(data["rules"], path.name, places)))


def _entries(bodies: Iterable[Mapping[str, Any]], file: str, places: Places) -> Iterator[Entry]:
    for index, body in enumerate(bodies):
        of_fields = {name: _line(("rules", index, name), places) for name in body}
        yield Entry(body, file, places["rules", index], of_fields)


def read_all(paths: Iterable[Path], on: date | None = None) -> tuple[Pack, ...]:
    """Several packs; PackError with the problems of all of them, and for an id and version that two of them use."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            packs.append(read(path, on))
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


def faults_of(body: Mapping[str, Any], on: date | None = None) -> tuple[Problem, ...]:
    """What is wrong with one rule that is being written, with the lines of the file that `as_file` makes of it."""
    file, places = file_name(body), lines.read(as_file(body))[1]
    found = [
        *_faults("rule", dict(body), ("rules", 0), file, places),
        *_against_itself(body, 0, file, places, on),
    ]
    return tuple(sorted(found, key=lambda each: (each.line, each.field)))


def as_file(body: Mapping[str, Any], *, owner: str = "Ourselves") -> str:
    """One rule as a pack of its own, which `load_policies` takes."""
    content = {"schema_version": 1, "pack": "console", "owner": owner, "rules": [dict(body)]}
    return yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)


def file_name(body: Mapping[str, Any]) -> str:
    return f"{body.get('id') or 'rule'}-v{body.get('version') or 1}.yaml"


def schema(name: str) -> str:
    """The published schema of a `rule` or a `pack`, word for word."""
    return (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")


def _problems(data: Any, file: str, places: Places, on: date | None) -> Iterator[Problem]:
    """The file itself first; its rules only when there is a list of them to look at."""
    yield from _faults("pack", data, (), file, places)
    bodies = data.get("rules") if isinstance(data, dict) else None
    for index, body in enumerate(bodies if isinstance(bodies, list) else ()):
        if isinstance(body, dict):
            yield from _faults("rule", body, ("rules", index), file, places)
            yield from _against_itself(body, index, file, places, on)


def _faults(schema: str, data: Any, at: lines.Path, file: str, places: Places) -> Iterator[Problem]:
    for fault in _validator(schema).iter_errors(data):
        for name in _named(fault):
            inside = (*fault.absolute_path, *name)
            yield Problem(file, _line((*at, *inside), places), _dotted(inside) or "-", _sentence(fault))


def _dotted(path: lines.Path) -> str:
    return ".".join(str(part) for part in path)


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
    if fault.validator == "required":
        return "the field is missing"
    if "propertyNames" in fault.absolute_schema_path and (kind := named_by(str(fault.instance))):
        return f"{fault.message}; it is a digital source type, and rules name kinds: {kind}"
    return str(fault.message)


def _against_itself(
    body: Mapping[str, Any], index: int, file: str, places: Places, on: date | None
) -> Iterator[Problem]:
    for path, message in contradictions.within(body, on):
        yield Problem(file, _line(("rules", index, *path), places), _dotted(path), message)


class _Plain(yaml.SafeDumper):
    """Writes out what stands in several places, so that every field has a line of its own."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


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
