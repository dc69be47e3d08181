"""What people say of a portrait: whether it still looks like the person, and what changed."""

from typing import Any

from django import forms

from portraits.views import words


class ChangesField(forms.MultipleChoiceField):
    """What is different now, ticked; nothing ticked is an answer too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="What changed?",
            required=False,
            choices=list(words.CHANGES.items()),
            widget=forms.CheckboxSelectMultiple,
            help_text="If you like. Nothing here is guessed from your answer: it only says where to look.",
            **options,
        )


class StillForm(forms.Form):
    """What the person shown says without a selfie."""

    still = forms.ChoiceField(
        label="Does it still look like you?",
        choices=[("yes", "Yes, it does"), ("no", "No, I look different now")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you see: yes or no."},
    )
    reasons = ChangesField()


class FlagForm(forms.Form):
    """What a manager says about somebody they see every day."""

    reasons = ChangesField()
    note = forms.CharField(
        label="In your own words",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The person reads this. Say what changed, never what you think of it.",
    )


class SettleForm(forms.Form):
    """A reviewer's decision, which ends the question."""

    decision = forms.ChoiceField(
        label="Does the portrait still look like the person?",
        choices=[("fine", "Yes: it can stay"), ("drifted", "No: a new one is needed")],
        widget=forms.RadioSelect,
        error_messages={"required": "Decide: it can stay, or a new one is needed."},
    )
    reasons = ChangesField()
    note = forms.CharField(
        label="What you saw",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what you saw: it is kept in the record."},
    )

    @property
    def drifted(self) -> bool:
        return bool(self.cleaned_data["decision"] == "drifted")
