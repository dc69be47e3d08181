"""Keeping and recalling sealed templates: 1:1 only, by person and picture."""

from collections.abc import Iterable

import numpy as np

from accounts import vault
from accounts.models import Person
from generation import models
from generation.faces.values import REFERENCE, Template


def keep(person: Person, sha256: str, template: Template) -> None:
    """Seal the template of one picture; keeping it again changes nothing."""
    names = _made_by(template)
    if models.Template.objects.filter(person=person, sha256=sha256, **names).exists():
        return
    plain = template.vector.astype("<f4").tobytes()
    sealed = vault.seal(person, plain, binding=_binding(person, sha256, **names))
    models.Template.objects.get_or_create(person=person, sha256=sha256, **names, defaults={"sealed": sealed})


def recall(person: Person, sha256: str, *, encoder: str = REFERENCE) -> Template | None:
    """The newest template of that person's picture by an encoder, or None when there is none.

    Who asks names the encoder its limits were measured with: distances of another one mean something else.
    """
    return recall_all(person, [sha256], encoder=encoder).get(sha256)


def recall_all(person: Person, digests: Iterable[str], *, encoder: str = REFERENCE) -> dict[str, Template]:
    """The newest template of each of that person's pictures that has one, by digest: one look and one key for all.

    All of them can be compared with each other: where some were made by another version, those of the version that has
    most of the pictures, and of two that have as many the newer ones.
    """
    rows = models.Template.objects.filter(person=person, sha256__in=[*digests], encoder=encoder).order_by("pk")
    newest = _of_one_version(rows)
    sealed = [(bytes(row.sealed), _binding(person, row.sha256, **_made_by(row))) for row in newest.values()]
    plain = vault.unseal_all(person, sealed)
    return {row.sha256: _template(row, data) for row, data in zip(newest.values(), plain, strict=True)}


def _of_one_version(rows: Iterable[models.Template]) -> dict[str, models.Template]:
    """By digest; `rows` are in the order of writing."""
    versions: dict[tuple[str, ...], dict[str, models.Template]] = {}
    for row in rows:
        space = tuple(_made_by(row).values())
        versions[space] = {**versions.pop(space, {}), row.sha256: row}  # the one written last comes last
    return max(reversed(versions.values()), key=len, default={})


def _template(row: models.Template, plain: bytes) -> Template:
    return Template(vector=np.frombuffer(plain, "<f4").astype(np.float32), **_made_by(row))


def _made_by(made: Template | models.Template) -> dict[str, str]:
    return {"encoder": made.encoder, "version": made.version, "alignment": made.alignment}


def _binding(person: Person, sha256: str, *, encoder: str, version: str, alignment: str) -> str:
    return f"template:{person.pk}:{sha256}:{encoder}:{version}:{alignment}"
