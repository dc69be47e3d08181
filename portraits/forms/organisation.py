"""What an organisation says of itself, and where a person belongs."""

from typing import Any

from django import forms

from accounts.models import Organisation, Person


class OrganisationSettingsForm(forms.Form):
    privacy_contact = forms.CharField(
        label="Whom people write to about their data",
        required=False,
        max_length=200,
        help_text="An address or a name with a telephone number. Anybody reads it on the page about biometrics.",
    )
    second_step = forms.ChoiceField(
        label="A second step of signing in",
        choices=Organisation.SecondStep.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="Who has none yet sets it up at their next page. Your own sign-in, if you have one, does its own steps.",
        error_messages={"invalid_choice": "Choose one of the three."},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        begin = {"privacy_contact": organisation.privacy_contact, "second_step": organisation.second_step}
        super().__init__(*args, **{"initial": begin, **kwargs})

    def clean_privacy_contact(self) -> str:
        return " ".join(self.cleaned_data["privacy_contact"].split())


class SiteForm(forms.Form):
    """The office or plant of a person; empty for none."""

    site = forms.CharField(label="Site", required=False, max_length=80)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"site": person.site}, **kwargs})

    def clean_site(self) -> str:
        return " ".join(self.cleaned_data["site"].split())
