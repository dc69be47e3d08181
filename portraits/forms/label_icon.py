"""An official label icon, as its publisher's file."""

from typing import Any

from django import forms

from portraits.models import LabelIcon
from portraits.provenance.label_icon import MAX_BYTES


class LabelIconForm(forms.Form):
    form = forms.ChoiceField(label="For pictures", choices=LabelIcon.Form.choices)
    says = forms.CharField(
        label="What it says",
        max_length=60,
        help_text="In its publisher's words, such as \u201cFully AI-Generated\u201d. The record and the credentials name it so.",
        error_messages={"required": "Say what the icon says to somebody who cannot see it."},
    )
    file = forms.FileField(
        label="Icon",
        help_text="A PNG file with a transparent ground, at least 96 pixels high.",
        widget=forms.FileInput(attrs={"accept": "image/png"}),
        error_messages={"required": "Choose the icon's file.", "empty": "The file is empty."},
    )

    def clean_file(self) -> bytes:
        """The bytes; too many are said before they are read into memory."""
        upload: Any = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1000} kB: save the icon smaller.")
        data: bytes = upload.read()
        return data
