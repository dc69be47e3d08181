"""Agreeing to something: nothing is ticked beforehand, and a name is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from policies import placements
from policies.consent import ALTERATION_WORDS, ANYWHERE, GROUP_WORDS, Alteration, Group, Purpose
from portraits.agreements.agreeing import Wish
from portraits.forms.choices import offer
from portraits.forms.days import ComingDayInput

HERE = "here"
OF_SOFTWARE = (Group.RETOUCHED, Group.AI_EDITED, Group.AI_GENERATED)


class AgreeForm(forms.Form):
    """One purpose; for publications one or more places. `seen` are the digests of the words on the page."""

    places = forms.MultipleChoiceField(
        label="Where",
        widget=forms.CheckboxSelectMultiple,
        choices=[(each.key, each.title) for each in placements.catalogue().values()],
        error_messages={"required": "Choose at least one place."},
    )
    groups = forms.MultipleChoiceField(
        label="Which pictures",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind of picture."},
    )
    alterations = forms.MultipleChoiceField(
        label="What may be changed",
        widget=forms.CheckboxSelectMultiple,
        help_text="Light and colour are enough: then the background stays as it is. Age, skin tone, face and body can never be changed.",
        error_messages={"required": "Choose what may be changed."},
    )
    territory = forms.ChoiceField(
        label="Where in the world",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it may be seen."},
    )
    ends_on = forms.DateField(
        label="Last day", required=False, widget=ComingDayInput, help_text="Empty: until you take it back."
    )
    agreed = forms.BooleanField(
        label="I have read this and agree.",
        error_messages={"required": "Tick the box if you agree; otherwise go back."},
    )
    typed_name = forms.CharField(
        label="Your name, as your signature",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Type your name: it is your signature."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput, max_length=12)

    def __init__(self, *args: Any, purpose: Purpose, seats: Sequence[str], **kwargs: Any) -> None:
        """`seats`: where the organisation is, for an agreement that holds there alone."""
        super().__init__(*args, **kwargs)
        self.purpose, self.seats = purpose, sorted(seats)
        self._choices()
        for name in self._unasked():
            del self.fields[name]

    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(
            purpose=self.purpose,
            typed_name=said["typed_name"],
            language=said["language"],
            seen=said["seen"].split(),
            places=tuple(said.get("places", ())),
            groups=frozenset(map(Group, said.get("groups", ()))),
            alterations=frozenset(map(Alteration, said.get("alterations", ()))),
            territory=frozenset(self.seats if said.get("territory") == HERE else [ANYWHERE]),
            ends_on=said["ends_on"],
        )

    def _choices(self) -> None:
        groups = OF_SOFTWARE if self.purpose is Purpose.AI else tuple(Group)
        here = f"Only where the organisation is: {', '.join(self.seats)}. Places that everybody sees are left out."
        offer(self, "groups", [(each.value, _sentence(GROUP_WORDS[each])) for each in groups])
        offer(self, "territory", [(ANYWHERE, "Everywhere"), (HERE, here)])
        offer(self, "alterations", [(each.value, _sentence(text)) for each, text in ALTERATION_WORDS.items()])

    def _unasked(self) -> list[str]:
        asked = {
            Purpose.AI: {"groups", "alterations"},
            Purpose.PUBLICATION: {"places", "groups", *(["territory"] if self.seats else [])},
        }.get(self.purpose, set())
        return [name for name in ("places", "groups", "alterations", "territory") if name not in asked]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
