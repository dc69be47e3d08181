"""A picture that somebody sends, with what they say of it. Each field says in words what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings

from portraits.forms.days import PastDayInput
from portraits.forms.opinions import ChangesField
from portraits.models import Photo
from portraits.provenance.source_types import SourceType

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

PICTURES = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif"


MISSING = {"required": "Choose a picture or take one.", "empty": "The file is empty."}
MOST = 3  # pictures of one check-in: two of one day say more than one, a fourth hardly any more


class SeveralInput(forms.ClearableFileInput):
    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """One to `most` picture files; each too large, empty or unnamed one is said in words. Cleans to a list."""

    def __init__(self, *, most: int = 1, **options: Any) -> None:
        self.most = most
        widget = SeveralInput if most > 1 else forms.FileInput
        super().__init__(widget=widget(attrs={"accept": PICTURES}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list) else [data]
        if len(given) > self.most:
            raise forms.ValidationError(f"Send at most {self.most} pictures at once.")
        return [self._checked(upload, initial) for upload in given or [None]]

    def _checked(self, upload: Any, initial: Any) -> UploadedFile[Any]:
        cleaned: UploadedFile[Any] = super().clean(upload, initial)
        if (cleaned.size or 0) > settings.UPLOAD_MAX_BYTES:  # said before its bytes are read into memory
            raise forms.ValidationError(f"The file is larger than {settings.UPLOAD_MAX_BYTES // 1_000_000} MB.")
        return cleaned


class PictureForm(forms.Form):
    """A picture file and, if the sender knows it, the day it was taken."""

    picture = PicturesField(
        label="Picture",
        help_text="One person, face to the camera, even light. JPEG, PNG, WebP, HEIC or AVIF.",
        error_messages=MISSING,
    )
    taken_on = forms.DateField(
        label="Day it was taken",
        required=False,
        widget=PastDayInput,
        help_text="Only if the camera did not write it into the file.",
    )

    @property
    def pictures(self) -> list[bytes]:
        """The bytes of each picture, in the order in which they were chosen."""
        return [bytes(upload.read()) for upload in self.cleaned_data["picture"]]


class SelfieForm(PictureForm):
    """A check-in: one to three pictures of one day, and whether the portrait still looks like the person."""

    picture = PicturesField(
        most=MOST,
        label="One to three pictures",
        help_text="One person, face to the camera, even light. Two say more than one. JPEG, PNG, WebP, HEIC or AVIF.",
        error_messages=MISSING,
    )
    STILL = {"yes": True, "no": False, "unsure": None}
    still = forms.ChoiceField(
        label="Does this still look like you?",
        choices=[("yes", "Yes, it does"), ("no", "No, I look different now"), ("unsure", "I am not sure")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you see: yes, no, or not sure."},
    )
    reasons = ChangesField()

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        """`asked`: whether a portrait is shown that the question can be about."""
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["still"], self.fields["reasons"]

    @property
    def what_changed(self) -> list[str]:
        """The kinds of change that were ticked; none unless the answer was no."""
        return self.cleaned_data.get("reasons", []) if self.still_looks_like_me is False else []

    @property
    def still_looks_like_me(self) -> bool | None:
        return self.STILL[self.cleaned_data.get("still") or "unsure"]


class AddedPhotoForm(PictureForm):
    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            (Photo.Kind.STUDIO.value, "Studio photo"),
            (Photo.Kind.BADGE.value, "Badge photo"),
            (Photo.Kind.ELSEWHERE.value, "Finished portrait that AI made elsewhere"),
        ],
        initial=Photo.Kind.STUDIO.value,
        widget=forms.RadioSelect,
    )
    field_order = ("picture", "kind", "taken_on")

    @property
    def made_by(self) -> SourceType:
        elsewhere = self.cleaned_data["kind"] == Photo.Kind.ELSEWHERE
        return SourceType.TRAINED_ALGORITHMIC_MEDIA if elsewhere else SourceType.DIGITAL_CAPTURE


class BroughtForm(PictureForm):
    """A finished portrait that somebody else made, and how."""

    MADE_BY: ClassVar = {
        "generated": ("Generative AI made it from my photos", SourceType.TRAINED_ALGORITHMIC_MEDIA),
        "edited": ("A photo that generative AI changed", SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA),
        "retouched": ("A photo that a person or a program retouched", SourceType.HUMAN_EDITS),
    }
    made = forms.ChoiceField(
        label="How it was made",
        choices=[(key, words) for key, (words, _) in MADE_BY.items()],
        widget=forms.RadioSelect,
        help_text="If you do not know, take the first. It decides how the picture is labelled.",
        error_messages={"required": "Say how it was made, as far as you know."},
    )
    field_order = ("picture", "made")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["taken_on"]

    def clean(self) -> dict[str, Any]:
        """Nobody took it on any day."""
        return {**(super().clean() or self.cleaned_data), "taken_on": None}

    @property
    def made_by(self) -> SourceType:
        return self.MADE_BY[self.cleaned_data["made"]][1]
