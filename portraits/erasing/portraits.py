"""Portraits: their bytes go, that they were there stays."""

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction

from accounts import sealed_files
from accounts.audit import named
from accounts.models import Person
from portraits import lifecycle
from portraits.erasing.kinds import Entry, Item, as_json, picture
from portraits.models import Attestation, Portrait, Review, Transition
from portraits.states import State


class PortraitEraser:
    kind = "portraits"
    says = (
        "Your portraits, your word and the reviews of them. That there was a portrait, and when its state changed, stays "
        "as numbers that name nobody."
    )
    covers: tuple[type[models.Model], ...] = (Attestation, Review, Transition, Portrait)

    def kept(self, person: Person) -> Iterator[Item]:
        for row in Portrait.objects.filter(person=person).exclude(image="").order_by("pk"):
            yield Item(named(row), row.sha256)
        for model in (Attestation, Review):
            for word in model._default_manager.filter(portrait__person=person).order_by("pk"):
                yield Item(named(word))

    def export(self, person: Person) -> Iterator[Entry]:
        rows = Portrait.objects.filter(person=person).order_by("pk")
        yield Entry("rows/portrait.json", [as_json(rows, hidden=("image",))])
        for model in (Attestation, Review, Transition):
            words = model._default_manager.filter(portrait__person=person).order_by("pk")
            yield Entry(f"rows/{model._meta.model_name}.json", [as_json(words, hidden=("event",))])
        for row in rows:
            yield from picture(self.kind, row.image, named(row).replace(":", "-"))

    def erase(self, person: Person) -> None:
        for row in Portrait.objects.filter(person=person):
            self._empty(row)
        of_them = {"portrait__person": person}
        Attestation.objects.filter(**of_them).delete()
        Review.objects.filter(**of_them).delete()
        Transition.objects.filter(**of_them).update(reason="")

    def _empty(self, row: Portrait) -> None:
        sealed_files.forget(row.image)
        with transaction.atomic():
            if row.state != State.ERASED:
                lifecycle.move(row, State.ERASED, actor=None)
            row.sources.clear()
            blank: dict[str, Any] = {"image": "", "sha256": "", "face": {}, "depicts_as_of": None, "due_sooner": None}
            Portrait.objects.filter(pk=row.pk).update(**blank, photo=None, candidate=None, uploaded_by=None)
