"""What of the database is whose: to show that a stranger's request left every row of an organisation as it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from accounts.audit import Verb
from accounts.models import AuditEvent

OURS = ("accounts", "generation", "policies", "portraits")
Rows = dict[type[Model], dict[Any, dict[str, Any]]]


def rows() -> Rows:
    """Every row of ours as it is; when somebody last signed in is no part of it, nor that they were shown scores."""
    return {model: {row["pk"]: row for row in _rows(model)} for model in models()}


def _rows(model: type[Model]) -> list[dict[str, Any]]:
    found = model._base_manager.values("pk", *_fields(model))
    return list(found.exclude(verb=Verb.SCORES_SEEN.value) if model is AuditEvent else found)


def models() -> list[type[Model]]:
    return [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]


def _fields(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]


@dataclass(frozen=True)
class Estate:
    """The rows that came between two looks: those of one organisation, when it alone was made meanwhile."""

    kept: Rows

    @classmethod
    def between(cls, before: Rows, after: Rows) -> "Estate":
        return cls(
            {model: {pk: r for pk, r in found.items() if pk not in before[model]} for model, found in after.items()}
        )

    def changes(self, before: Rows, now: Rows) -> list[str]:
        """In words: rows of this estate that changed or went, and rows that came and point at it."""
        touched = [
            f"{model.__name__} {pk}" for model, found in self.kept.items() for pk, row in found.items()
            if now[model].get(pk) != row
        ]  # fmt: skip
        return touched + [f"new {model.__name__} {pk}" for model, pk in self._arrivals(before, now)]

    def _arrivals(self, before: Rows, now: Rows) -> Iterator[tuple[type[Model], Any]]:
        for model, found in now.items():
            links = [field for field in model._meta.concrete_fields if field.related_model in self.kept]
            for pk in found.keys() - before[model].keys():
                if any(found[pk][link.attname] in self.kept[link.related_model] for link in links):
                    yield model, pk
