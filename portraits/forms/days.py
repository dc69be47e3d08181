"""Days as a browser's own calendar gives and takes them: ISO 8601, whatever its language writes."""

from typing import Any

from django import forms
from django.utils import timezone


class DayInput(forms.DateInput):
    """Any day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PastDayInput(DayInput):
    """A day until today."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {"max": _today(), **(attrs or {})})


class ComingDayInput(DayInput):
    """A day from today on."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {"min": _today(), **(attrs or {})})


def _today() -> str:
    return timezone.localdate().isoformat()
