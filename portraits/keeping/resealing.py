"""Sealing what lies unsealed from before: key by key, file by file, in an order that may be interrupted anywhere.

A file is sealed under its new name, then the rows that name it follow, then the old one goes. What a killed run left is
found by the next: a row that still names the old file, or an old file that no row names.
"""

import hashlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from django.db import models, transaction

from accounts import sealed_files, vault
from accounts.models import Person, PersonKey
from accounts.sealed_files import FOLDERS
from generation.models import Candidate, Run
from portraits.models import DriftCheck, Photo, Portrait, Rendition

# Where rows name files: model, column, and the way to the person.
NAMES: Final[tuple[tuple[type[models.Model], str, str], ...]] = (
    (Photo, "image", "person"),
    (Portrait, "image", "person"),
    (Candidate, "image", "run__person"),
    (Run, "source_name", "person"),
    (Rendition, "image", "portrait__person"),
    (DriftCheck, "difference", "person"),
)


def divide_keys() -> int:
    """Give every key from before there were shards its second half."""
    return sum(vault.divide(row) for row in PersonKey.objects.filter(shard="").iterator())


def seal_all() -> Iterator[tuple[str, str]]:
    """Seal every file that a row names; (old, new) one by one."""
    for person in Person.objects.order_by("pk").iterator():
        for old, folder in sorted(_unsealed(person).items()):
            yield old, _seal(person, old, folder)


def remove_left() -> int:
    """Remove unsealed files that no row names: old copies, small copies that are made anew when somebody asks."""
    named = {name for model, column, _ in NAMES for name in _values(model, column)}
    gone = 0
    for folder in FOLDERS:
        for name in sealed_files.below(folder):
            if name not in named and not sealed_files.is_sealed(name):
                sealed_files.forget(name)
                gone += 1
    return gone


def _unsealed(person: Person) -> dict[str, str]:
    """Old names with their folders. A run's source is a photo, whatever column names it."""
    found = {}
    for model, column, owner in NAMES:
        for name in _values(model, column, **{owner: person}):
            if sealed_files.exists(name) and not sealed_files.is_sealed(name):
                found[name] = PurePath(name).parts[0]
    return found


def _seal(person: Person, old: str, folder: str) -> str:
    data = sealed_files.get(old)
    suffix = PurePath(old).suffix
    new = sealed_files.name_for(person, hashlib.sha256(data).hexdigest(), folder=folder, suffix=suffix)
    sealed_files.put(person, data, new)
    with transaction.atomic():
        for model, column, owner in NAMES:
            model._default_manager.filter(**{owner: person, column: old}).update(**{column: new})
        for run in Run.objects.filter(person=person).exclude(references=[]):
            _rename(run, old, new)
    sealed_files.forget(old)
    return new


def _rename(run: Run, old: str, new: str) -> None:
    if any(row.get("name") == old for row in run.references):
        run.references = [{**row, "name": new if row.get("name") == old else row.get("name")} for row in run.references]
        run.save(update_fields=["references"])


def _values(model: type[models.Model], column: str, **whose: Person) -> set[str]:
    rows = model._default_manager.filter(**whose).exclude(**{column: ""})
    return set(rows.order_by().values_list(column, flat=True))
