"""What is kept of a person, and its end: confirmed by typing, with reasons where somebody else must understand."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Person
from portraits.forms.days import DayInput


class EraseForm(forms.Form):
    typed = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["typed"].label = f"Type {person.name} to confirm"

    def clean_typed(self) -> str:
        typed = " ".join(self.cleaned_data["typed"].split())
        if typed.casefold() != " ".join(self.person.name.split()).casefold():
            raise forms.ValidationError(f"Type the name exactly as it stands here: {self.person.name}.")
        return typed


class HoldForm(forms.Form):
    reason = forms.CharField(
        label="Why nothing may be erased",
        max_length=300,
        help_text="The person sees this when they ask for erasure: name the case, not what it is about.",
        error_messages={"required": "Name the reason: the person may ask why nothing is erased."},
    )


class LeavingForm(forms.Form):
    left_on = forms.DateField(
        label="Last day",
        required=False,
        widget=DayInput,
        help_text="Empty for somebody who stays.",
        error_messages={"invalid": "Give the day as year-month-day."},
    )

    def clean_left_on(self) -> Any:
        day = self.cleaned_data["left_on"]
        if day is not None and (day - timezone.localdate()).days > 3660:
            raise forms.ValidationError("This day is more than ten years away.")
        return day
