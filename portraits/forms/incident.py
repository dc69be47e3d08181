"""A report about a picture, and the decision about it."""

from django import forms

from portraits.incidents import Report
from portraits.models import Incident


class ReportForm(forms.Form):
    why = forms.ChoiceField(
        label="What is wrong?",
        choices=Incident.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes nearest."},
    )
    note = forms.CharField(
        label="What did you see?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reply_to = forms.EmailField(
        label="Where should the answer go?",
        required=False,
        help_text="Used for the answer and forgotten after it.",
    )

    def said(self) -> Report:
        data = self.cleaned_data
        return Report(Incident.Why(data["why"]), data["note"], data["reply_to"])


class IncidentForm(forms.Form):
    """What follows from a report."""

    upheld = forms.ChoiceField(
        label="What follows?",
        choices=[("yes", "Take the picture down everywhere"), ("no", "It stays as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Decide: it comes down, or it stays."},
    )
    decision = forms.CharField(
        label="Why",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person shown reads it, and so does whoever reported it.",
        error_messages={"required": "Say why: the person shown reads it."},
    )
