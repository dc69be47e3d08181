"""Files that no row names: small copies, and what a stopped worker had written already."""

from collections.abc import Iterator

from django.db import models

from accounts import sealed_files
from accounts.models import Person
from portraits.erasing.kinds import Entry, Item


class FilesEraser:
    kind = "files"
    says = "Small copies of your pictures, and every other file kept under your number."
    covers: tuple[type[models.Model], ...] = ()

    def kept(self, person: Person) -> Iterator[Item]:
        yield from (Item(f"file:{name}") for name in sealed_files.of(person.pk))

    def export(self, person: Person) -> Iterator[Entry]:  # noqa: ARG002 (an eraser's signature)
        yield from ()

    def erase(self, person: Person) -> None:
        for name in list(sealed_files.of(person.pk)):
            sealed_files.forget(name)
