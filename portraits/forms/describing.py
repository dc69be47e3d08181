"""The words under a picture and instead of it, for one place and one language."""

from typing import Any

from django import forms
from django.http import QueryDict

from policies import disclosure
from portraits.forms.choices import offer

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "da": "Dansk",
    "zh": "中文",
    "ko": "한국어",
    "hi": "हिन्दी",
}


class WordsForm(forms.Form):
    """What is written here is said after the disclosure; empty leaves the disclosure alone."""

    caption = forms.CharField(
        label="Under the picture", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    alt_text = forms.CharField(
        label="For those who do not see it",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What there is to see: where somebody looks, what is behind them. No names.",
    )


class WhereForm(forms.Form):
    """For which place and language."""

    placement = forms.ChoiceField(label="Where", required=False)
    locale = forms.ChoiceField(
        label="Language", choices=[(code, LANGUAGES.get(code, code)) for code in disclosure.locales()]
    )

    def __init__(self, data: QueryDict | None, *, places: list[tuple[str, str]], locale: str) -> None:
        """`places`: key and title of those it is shown in. `locale`: the language to begin with."""
        initial: dict[str, Any] = {"placement": "", "locale": locale}
        super().__init__(data or initial)
        offer(self, "placement", [("", "Everywhere it is shown"), *places])
