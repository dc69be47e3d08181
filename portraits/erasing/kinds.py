"""What every eraser is, and the one for kinds that are nothing but rows."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core import serializers
from django.db import models

from accounts import sealed_files
from accounts.audit import named
from accounts.models import Person

NO_COLUMNS: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is kept: `row` is its kind and id, `digest` of its file where it has one."""

    row: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an export."""

    path: str
    parts: Iterable[bytes]


class Eraser(Protocol):
    """One kind of data: what is kept, what is handed out, how it goes."""

    @property
    def kind(self) -> str: ...

    @property
    def says(self) -> str:
        """One sentence for the person: what is removed."""

    @property
    def covers(self) -> tuple[type[models.Model], ...]:
        """Every model whose rows it is in charge of."""

    def kept(self, person: Person) -> Iterator[Item]: ...

    def export(self, person: Person) -> Iterator[Entry]: ...

    def erase(self, person: Person) -> None:
        """Remove it; doing it twice is fine."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that go, with the files they name. `of` leads from the model to its person."""

    kind: str
    says: str
    of: dict[type[models.Model], str]
    files: dict[type[models.Model], tuple[str, str]] = field(default_factory=dict)  # column of the name, of the digest
    hidden: tuple[str, ...] = NO_COLUMNS  # columns that no export shows
    before: Callable[[Person], None] | None = None  # what must happen while the rows are still there

    @property
    def covers(self) -> tuple[type[models.Model], ...]:
        return tuple(self.of)

    def rows(self, model: type[models.Model], person: Person) -> models.QuerySet[Any]:
        return model._default_manager.filter(**{self.of[model]: person}).order_by("pk")

    def kept(self, person: Person) -> Iterator[Item]:
        for model in self.of:
            _, digest = self.files.get(model, ("", ""))
            for row in self.rows(model, person).iterator():
                yield Item(named(row), getattr(row, digest) if digest else "")

    def export(self, person: Person) -> Iterator[Entry]:
        for model in self.of:
            rows = self.rows(model, person)
            if rows.exists():
                yield Entry(f"rows/{model._meta.model_name}.json", [as_json(rows, hidden=self.hidden)])
            name, _ = self.files.get(model, ("", ""))
            for row in rows.iterator() if name else ():
                yield from picture(self.kind, getattr(row, name), f"{model._meta.model_name}-{row.pk}")

    def erase(self, person: Person) -> None:
        if self.before is not None:
            self.before(person)
        for model in self.of:
            name, _ = self.files.get(model, ("", ""))
            for row in self.rows(model, person).iterator() if name else ():
                sealed_files.forget(getattr(row, name))
            self.rows(model, person).delete()


def picture(folder: str, file: str, title: str) -> Iterator[Entry]:
    """A kept picture as an entry, if its bytes are still there."""
    if sealed_files.exists(file):
        yield Entry(f"pictures/{folder}/{title}.{file.rpartition('.')[2]}", sealed_files.stream(file))


def as_json(rows: Iterable[models.Model], *, hidden: tuple[str, ...] = NO_COLUMNS) -> bytes:
    """Rows as they lie, for a program of the person's own."""
    plain = [
        {"id": row["pk"], **{name: value for name, value in row["fields"].items() if name not in hidden}}
        for row in serializers.serialize("python", rows)
    ]
    return json.dumps(plain, indent=1, ensure_ascii=False, default=str).encode()
