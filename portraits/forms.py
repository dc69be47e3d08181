"""What people send: each field says in words what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone

from portraits.choosing import ATTESTATION
from portraits.models import Photo

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

PICTURES = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif"


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        today = timezone.localdate().isoformat()
        return super().get_context(name, value, {"max": today, **(attrs or {})})


class PictureForm(forms.Form):
    """A picture file and, if the sender knows it, the day it was taken."""

    picture = forms.FileField(
        label="Picture",
        help_text="One person, face to the camera, even light. JPEG, PNG, WebP, HEIC or AVIF.",
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        error_messages={"required": "Choose a picture or take one.", "empty": "The file is empty."},
    )
    taken_on = forms.DateField(
        label="Day it was taken",
        required=False,
        widget=DayInput,
        help_text="Only if the camera did not write it into the file.",
    )

    def clean_picture(self) -> UploadedFile[Any]:
        upload: UploadedFile[Any] = self.cleaned_data["picture"]
        if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:  # said before its bytes are read into memory
            raise forms.ValidationError(f"The file is larger than {settings.UPLOAD_MAX_BYTES // 1_000_000} MB.")
        return upload

    @property
    def data_of_picture(self) -> bytes:
        upload: UploadedFile[Any] = self.cleaned_data["picture"]
        return bytes(upload.read())


class SelfieForm(PictureForm):
    STILL = {"yes": True, "no": False, "unsure": None}
    still = forms.ChoiceField(
        label="Does this still look like you?",
        choices=[("yes", "Yes, it does"), ("no", "No, I look different now"), ("unsure", "I am not sure")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you see: yes, no, or not sure."},
    )

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        """`asked`: whether a portrait is shown that the question can be about."""
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["still"]

    @property
    def still_looks_like_me(self) -> bool | None:
        return self.STILL[self.cleaned_data.get("still") or "unsure"]


class AddedPhotoForm(PictureForm):
    kind = forms.ChoiceField(
        label="What it is",
        choices=[(Photo.Kind.STUDIO.value, "Studio photo"), (Photo.Kind.BADGE.value, "Badge photo")],
        initial=Photo.Kind.STUDIO.value,
        widget=forms.RadioSelect,
    )
    field_order = ("picture", "kind", "taken_on")


class AskForm(forms.Form):
    reason = forms.CharField(
        label="Why now?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="If you like: new glasses, new haircut, a new role. It is kept with the pictures.",
    )


class AttestForm(forms.Form):
    agreed = forms.BooleanField(
        label=ATTESTATION, error_messages={"required": "Tick the box if it is how you look today; otherwise go back."}
    )


class ReasonForm(forms.Form):
    why = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why: it is kept in the record."},
    )


class ApproveForm(forms.Form):
    placements = forms.MultipleChoiceField(
        label="Show it in", error_messages={"required": "Choose at least one place where it may be shown."}
    )

    def __init__(self, *args: Any, allowed: list[tuple[str, str]], **kwargs: Any) -> None:
        """`allowed`: key and title of the placements that no rule denies."""
        super().__init__(*args, **kwargs)
        self.fields["placements"].choices = allowed  # type: ignore[attr-defined]


class RejectForm(forms.Form):
    KIND_REASONS = (
        "The light hides part of your face. A picture by a window would show you better.",
        "Your face is turned or partly covered. Look straight into the camera.",
        "The picture is a little blurred. Rest the camera on something and take another one.",
        "The background draws attention away from you. A plain wall is enough.",
        "It does not look like you as colleagues know you today. A newer photo would.",
    )
    reasons = forms.MultipleChoiceField(
        label="What would make it better",
        required=False,
        choices=[(text, text) for text in KIND_REASONS],
        widget=forms.CheckboxSelectMultiple,
    )
    own = forms.CharField(
        label="In your own words",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The person reads this. Say what to do next, never what is wrong with them.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("reasons") and not data.get("own", "").strip():
            self.add_error("reasons", "Give at least one reason, so that the person knows what to do.")
        return data

    @property
    def given(self) -> list[str]:
        return [*self.cleaned_data["reasons"], *filter(None, [self.cleaned_data["own"].strip()])]


class ResolveForm(forms.Form):
    who = forms.ChoiceField(
        label="Who is on the picture?",
        choices=[("same", "The same person"), ("other", "Somebody else")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who is on the picture."},
    )
    note = forms.CharField(
        label="How you know",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say how you know: it is kept in the record."},
    )
