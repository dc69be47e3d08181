"""Coming in: an address, a new password, which organisation, whom to invite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import Organisation, Role
from portraits.forms.choices import offer

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Your address at work",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Say your address: its part after the @ names your organisation."},
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label="A password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least eight characters, and none of the common ones. Several words are easiest to keep.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class OrganisationForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Work in",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of yours."},
    )

    def __init__(self, *args: Any, places: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    email = forms.EmailField(label="Address", error_messages={"required": "Say the address."})
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Say the name."})
    role = forms.ChoiceField(label="As", choices=[(Role.EMPLOYEE.value, Role.EMPLOYEE.label)], initial=Role.EMPLOYEE)

    def __init__(self, *args: Any, every_role: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if every_role:
            offer(self, "role", Role.choices)
