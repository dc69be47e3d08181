"""Keeping and recalling sealed templates: 1:1 only, by person and picture."""

import numpy as np

from accounts import vault
from accounts.models import Person
from generation import models
from generation.faces.values import REFERENCE, Template


def keep(person: Person, sha256: str, template: Template) -> None:
    """Seal the template of one picture; keeping it again changes nothing."""
    names = {"encoder": template.encoder, "version": template.version, "alignment": template.alignment}
    if models.Template.objects.filter(person=person, sha256=sha256, **names).exists():
        return
    plain = template.vector.astype("<f4").tobytes()
    sealed = vault.seal(person, plain, binding=_binding(person, sha256, **names))
    models.Template.objects.get_or_create(person=person, sha256=sha256, **names, defaults={"sealed": sealed})


def recall(person: Person, sha256: str, *, encoder: str = REFERENCE) -> Template | None:
    """The newest template of that person's picture by an encoder, or None when there is none.

    Who asks names the encoder its limits were measured with: distances of another one mean something else.
    """
    row = models.Template.objects.filter(person=person, sha256=sha256, encoder=encoder).order_by("-pk").first()
    if row is None:
        return None
    names = {"encoder": row.encoder, "version": row.version, "alignment": row.alignment}
    plain = vault.unseal(person, bytes(row.sealed), binding=_binding(person, sha256, **names))
    return Template(vector=np.frombuffer(plain, "<f4").astype(np.float32), **names)


def _binding(person: Person, sha256: str, *, encoder: str, version: str, alignment: str) -> str:
    return f"template:{person.pk}:{sha256}:{encoder}:{version}:{alignment}"
