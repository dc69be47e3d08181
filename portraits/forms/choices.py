"""What a form offers to choose from, where that depends on whom it is shown to."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms


def offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """The choices of a field, as pairs of value and words."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)
