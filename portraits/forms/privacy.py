"""What the photo team sends about agreements: new words, the path without biometrics, a comparison by eye."""

from typing import Any

from django import forms

from portraits.forms.choices import offer
from portraits.forms.opinions import ChangesField


class NoticeForm(forms.Form):
    """The next version of a notice."""

    title = forms.CharField(label="Title", max_length=200)
    body = forms.CharField(
        label="What is agreed to",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Plain text. An empty line begins a paragraph.",
        error_messages={"required": "Say what is agreed to."},
    )
    without = forms.CharField(
        label="What happens to somebody who does not agree",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It is shown beside the text, always. Refusing costs nothing, and this says so.",
        error_messages={"required": "Say what happens without it."},
    )


class BiometricFreeForm(forms.Form):
    site = forms.ChoiceField(label="Where", required=False)
    why = forms.CharField(
        label="Why", max_length=300, error_messages={"required": "Say why: it is kept in the record."}
    )

    def __init__(self, *args: Any, sites: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "site", [("", "The whole organisation"), *((site, site) for site in sites)])


class CompareForm(forms.Form):
    """What a colleague sees. `asked` is whether a portrait is shown that the photo is held against."""

    who = forms.ChoiceField(
        label="Is it the same person?",
        choices=[("same", "Yes, the same person"), ("other", "No, somebody else")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who is on the photo."},
    )
    still = forms.ChoiceField(
        label="Does the portrait still look like them?",
        required=False,
        choices=[("yes", "Yes: it can stay"), ("no", "No: a new one is needed")],
        widget=forms.RadioSelect,
    )
    reasons = ChangesField()
    note = forms.CharField(
        label="What you saw",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed when it is somebody else, or when the portrait no longer looks like them.",
    )

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["still"], self.fields["reasons"]

    @property
    def still_looks_like(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("still", ""))
