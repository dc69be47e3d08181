"""What a person lets stand beside their portrait: a few words, links to their work, their name, a real photo."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict

from portraits.models import Companion, Photo

if TYPE_CHECKING:
    ChoiceOfPhoto = forms.ModelChoiceField[Photo]
else:
    ChoiceOfPhoto = forms.ModelChoiceField

LINKS = 5
HTTPS = URLValidator(schemes=["https"], message="Write the whole address, beginning with https://.")


class RealPhotoField(ChoiceOfPhoto):
    """One of the person's own real photos, named by what it is and its day."""

    def label_from_instance(self, obj: Photo) -> str:
        return f"{obj.get_kind_display()} of {obj.captured_on:%-d %B %Y}"


class CompanionForm(forms.Form):
    bio = forms.CharField(
        label="A few words about you",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you do and what you care about, as you would say it to somebody you meet. 600 characters.",
    )
    links = forms.CharField(
        label="Links to your work",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=f"One a line, up to {LINKS}: the address, and a title after it if you like.",
    )
    named = forms.BooleanField(label="Show my name and title on the page", required=False)
    real_photo = RealPhotoField(
        label="A real photo that readers may see",
        queryset=Photo.objects.none(),
        required=False,
        blank=True,
        empty_label="None: show the portrait alone",
        widget=forms.RadioSelect,
        help_text="You can take this back at any time; it is gone from the page at once.",
    )

    def __init__(self, data: QueryDict | None, *, row: Companion | None, photos: list[Photo]) -> None:
        """`photos`: the real photos that may be offered."""
        super().__init__(data, initial=_initial(row))
        chosen = Photo.objects.filter(pk__in=[photo.pk for photo in photos]).order_by("-captured_at")
        self.fields["real_photo"].queryset = chosen  # type: ignore[attr-defined]

    def clean_links(self) -> list[dict[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > LINKS:
            raise forms.ValidationError(f"{LINKS} links at most: choose those that say most about you.")
        return [_link(number, line) for number, line in enumerate(lines, start=1)]


def _link(number: int, line: str) -> dict[str, str]:
    url, _, title = line.partition(" ")
    try:
        HTTPS(url)
    except forms.ValidationError as fault:
        raise forms.ValidationError(f"Line {number}: {fault.message}") from fault
    return {"url": url, "title": title.strip()[:80] or str(urlsplit(url).hostname).removeprefix("www.")}


def _initial(row: Companion | None) -> dict[str, Any]:
    if row is None:
        return {}
    lines = [f"{link['url']} {link['title']}" for link in row.links]
    return {
        "bio": row.bio,
        "links": "\n".join(lines),
        "named": row.named_at is not None,
        "real_photo": row.real_photo_id,
    }
