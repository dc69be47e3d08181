"""Asking, choosing, approving, sending back, resolving: decisions with their reasons."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from generation.adjusting import STRENGTHS, Adjustment, adjustable
from portraits.forms.choices import offer
from portraits.making import artefacts
from portraits.making.choosing import ATTESTATION
from portraits.making.offering import Offer
from portraits.models import Photo
from portraits.views import words


class AskForm(forms.Form):
    reason = forms.CharField(
        label="Why now?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="If you like: new glasses, new haircut, a new role. It is kept with the pictures.",
    )

    rush = forms.BooleanField(
        label="It cannot wait",
        required=False,
        help_text="Say why above. These pictures are made before others and go through every check all the same.",
    )

    def __init__(self, *args: Any, offers: Sequence[Offer] = (), photos: Sequence[Photo] = (), **kwargs: Any) -> None:
        """`offers`: the kinds of pictures to choose from, the usual one first; without any it is not asked.

        `photos`: what they can be made from, the newest first. Faces differ from photo to photo in what they do; which one is
        them is for the person to say, and for no measure.
        """
        super().__init__(*args, **kwargs)
        self._photos = {str(photo.pk): photo for photo in photos}
        self.fields["source"] = forms.ChoiceField(
            label="From which photo?",
            required=False,
            choices=[(key, str(photo)) for key, photo in self._photos.items()],
            error_messages={"invalid_choice": "Choose one of your photos that are shown here."},
        )
        self.fields["recipe"] = forms.ChoiceField(
            required=False,
            choices=[(offer.key, offer.title) for offer in offers],
            error_messages={"invalid_choice": "Choose one of the kinds that can be made here."},
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("rush") and not data.get("reason", "").strip():
            self.add_error("reason", "Say why it cannot wait: it is kept with the pictures.")
        return data

    @property
    def source(self) -> Photo | None:
        """None for the newest that can be used."""
        return self._photos.get(self.cleaned_data.get("source") or "")

    @property
    def recipe_key(self) -> str:
        """Empty for the first that was agreed to."""
        return self.cleaned_data.get("recipe") or ""


class AdjustForm(forms.Form):
    """All that can be adjusted; nothing of a face can."""

    light = forms.ChoiceField(label="Light", widget=forms.RadioSelect)
    background = forms.ChoiceField(label="Background", widget=forms.RadioSelect)
    strength = forms.ChoiceField(
        label="How strongly",
        choices=[(name, name.capitalize()) for name in STRENGTHS],
        initial="usual",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, lights: Sequence[str], backdrops: Collection[str], **kwargs: Any) -> None:
        """`backdrops`: what the rules list; of these, what can be made is offered."""
        super().__init__(*args, **kwargs)
        behind = [(key, words.BACKGROUNDS[key].capitalize()) for key in adjustable(backdrops)]
        offer(self, "background", behind)
        self.fields["background"].initial = behind[0][0] if behind else None
        named = [(each, words.plain(each, words.MEASURES)) for each in lights]
        offer(self, "light", named)
        self.fields["light"].initial = lights[0] if lights else None

    @property
    def adjustment(self) -> Adjustment:
        given = self.cleaned_data
        return Adjustment(given["light"], given["background"], STRENGTHS[given["strength"]])


class VoteForm(forms.Form):
    """How much the person finds that a picture looks like them: the only score of a picture, and theirs alone."""

    score = forms.TypedChoiceField(
        label="How much does it look like you?",
        choices=words.VOTES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how much it looks like you."},
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

    compared = forms.BooleanField(
        error_messages={"required": "No software compared this face: look at the photos beside it, and say so."}
    )

    looked_at = forms.MultipleChoiceField(
        required=False, choices=[(place.key, place.sentence) for place in artefacts.PLACES]
    )

    def __init__(
        self, *args: Any, allowed: list[tuple[str, str]], by_eye: bool = False, software: bool = False, **kwargs: Any
    ) -> None:
        """`allowed`: key and title of the placements that no rule denies and the person agreed to. `by_eye`: whether
        nobody but the reviewer has compared the face. `software`: whether what it gets wrong has to be looked for."""
        super().__init__(*args, **kwargs)
        offer(self, "placements", allowed)
        if not software:
            del self.fields["looked_at"]
        if not by_eye:
            del self.fields["compared"]

    def clean_looked_at(self) -> list[str]:
        seen: list[str] = self.cleaned_data["looked_at"]
        if artefacts.missing(seen):
            raise forms.ValidationError(
                "Look at each of these places and tick it; send the picture back if one is wrong."
            )
        return seen

    @property
    def face_was_compared(self) -> bool:
        return bool(self.cleaned_data.get("compared"))


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
