"""Which models hold something of a person, found by walking foreign keys; each has an eraser or a reason to stay."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.apps import apps
from django.db.models import Model as AnyModel
from django.db.models import Q

from accounts.models import Person, PersonKey
from generation.models import Attempt
from policies.models import Release
from portraits.erasing.erasers import ERASERS
from portraits.models import Erasure, Portrait, Transition

Model = type[AnyModel]

# Rows that stay after an erasure, and why they name nobody.
STAYING: Final[dict[Model, str]] = {
    Portrait: "emptied: a number and a state",
    Release: "which words were agreed to, and when; the signature is gone",
    Transition: "states and times; the reasons are gone",
    Erasure: "the certificate: ids and salted digests",
    Attempt: "the ledger: seconds and costs, without a run",
}
BY_ITSELF: Final[frozenset[Model]] = frozenset({PersonKey})  # destroyed first, by `accounts.vault`


def held(models: Iterable[Model] | None = None) -> dict[Model, tuple[str, ...]]:
    """Every model from which foreign keys lead to a person, with the ways there; of all that are installed, or of these."""
    models = list(apps.get_models() if models is None else models)
    found: dict[Model, tuple[str, ...]] = {Person: ("pk",)}
    grew = True
    while grew:
        grew = False
        for model in models:
            ways = tuple(_ways(model, found))
            if model is not Person and ways and model not in found:
                found[model], grew = ways, True
    del found[Person]
    return found


def uncovered(models: Iterable[Model] | None = None) -> set[Model]:
    """Models that hold something of a person and have neither an eraser nor a reason to stay."""
    charged = {model for eraser in ERASERS for model in eraser.covers}
    return set(held(models)) - charged - set(STAYING) - BY_ITSELF


def left(person: Person) -> dict[str, int]:
    """How many rows are still kept of a person who was erased, by model; nothing is what should be."""
    counts = {
        model._meta.label: model._default_manager.filter(_any(ways, person)).count()
        for model, ways in held().items()
        if model not in STAYING
    }
    counts["portraits.Portrait"] = Portrait.objects.filter(person=person).exclude(image="", sha256="").count()
    counts["policies.Release"] = Release.objects.filter(person=person).exclude(typed_name="").count()
    return {label: count for label, count in counts.items() if count}


def _ways(model: Model, found: dict[Model, tuple[str, ...]]) -> Iterator[str]:
    for column in model._meta.concrete_fields:
        target = column.related_model
        if not column.is_relation or target not in found or target is model:
            continue
        yield column.name if target is Person else f"{column.name}__{found[target][0]}"


def _any(ways: tuple[str, ...], person: Person) -> Q:
    chosen = Q(pk__in=[])
    for way in ways:
        chosen |= Q(**{way: person})
    return chosen
