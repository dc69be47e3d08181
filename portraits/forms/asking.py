"""A picture that nobody has made, for asking the rules: what it is, whose, where and when."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from policies.findings import NAMES
from policies.kinds import Kind
from policies.models import RuleDraft
from portraits.forms.choices import offer
from portraits.forms.days import DayInput


class AskRulesForm(forms.Form):
    kind = forms.ChoiceField(label="What it is", choices=[(kind.value, NAMES[kind]) for kind in Kind])
    places = forms.CharField(label="Where people are", help_text="With commas between them: EU, DE, US-IL.")
    sector = forms.CharField(label="Trade", required=False)
    on = forms.DateField(label="On which day", widget=DayInput)
    age = forms.IntegerField(label="How many days old", required=False, min_value=0)
    polish = forms.FloatField(label="How far refined, 0 to 1", required=False, min_value=0, max_value=1)
    real_photo = forms.BooleanField(label="A current real photo is on file", required=False)
    beside = forms.BooleanField(label="Words and a link to their work stand beside it", required=False)
    draft = forms.ChoiceField(label="As if this draft were in force", required=False)

    def __init__(self, data: QueryDict | None, *, first: dict[str, Any], drafts: Iterable[RuleDraft]) -> None:
        """`first`: what the page begins with. `drafts`: those that may be tried."""
        super().__init__(data or first)
        choices = [("", "No draft"), *((str(row.pk), f"{row.body['title']}, version {row.version}") for row in drafts)]
        offer(self, "draft", choices)
