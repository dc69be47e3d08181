"""Agreements: taken back where they stand, the signature gone; that something was agreed to stays as proof."""

from collections.abc import Iterator

from django.db import models
from django.utils import timezone

from accounts.audit import named
from accounts.models import Person
from policies.models import Release
from portraits.erasing.kinds import Entry, Item, as_json


class AgreementEraser:
    kind = "agreements"
    says = "Your agreements: they end, and your signature goes. That something was agreed to, and when, stays without your name."
    covers: tuple[type[models.Model], ...] = (Release,)

    def kept(self, person: Person) -> Iterator[Item]:
        for row in Release.objects.filter(person=person).exclude(typed_name="").order_by("pk"):
            yield Item(named(row))

    def export(self, person: Person) -> Iterator[Entry]:
        rows = Release.objects.filter(person=person).order_by("pk")
        if rows.exists():
            yield Entry("rows/release.json", [as_json(rows)])

    def erase(self, person: Person) -> None:
        rows = Release.objects.filter(person=person)
        rows.filter(withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_why=Release.Why.TAKEN_BACK)
        rows.update(typed_name="", given_by=None, withdrawn_by=None)
