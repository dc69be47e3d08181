"""A rule as a form: what is asked of every rule has a field, the rest is YAML; the published schema has the last word."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from django import forms
from django.forms import BoundField
from django.http import QueryDict

from policies import lines, styling
from policies.kinds import Kind
from policies.pack import Problem
from policies.placements import catalogue
from policies.vocabulary import Audience, Channel, Confidence, Decision, Layer
from portraits.forms.choices import offer
from portraits.forms.days import DayInput

WRITABLE = [Layer.LAW, Layer.PLATFORM, Layer.SECTOR, Layer.ORGANISATION]
WORDS = ("jurisdiction", "sector", "platform")
LABELLED = ("*", *(kind.value for kind in Kind))
SAYS = [
    ("", "-"),
    ("silent", "source is silent"),
    ("allow", "allowed"),
    ("review", "a person decides"),
    ("deny", "not allowed"),
]
DUTIES = [
    ("", "-"),
    ("required", "required"),
    ("recommended", "recommended"),
    ("forbidden", "forbidden"),
    ("silent", "silent"),
    ("not_applicable", "not there"),
]
STYLING = ("backdrops", "attire")
POLISH = ("min", "max", "min_texture")
SOURCE = ("url", "title", "kind", "seen", "date")
DEFAULTS = {"kind": "official", "seen": "primary"}
REST = (
    "sector_except", "applies_if", "companions", "disclosure_params", "alterations", "identity_similarity_min", "image", "consent", "retention",
    "transitional", "forbidden_processing", "permitted_processing",
)  # fmt: skip
EMPTY: dict[str, Any] = {"alterations": {}, "identity_similarity_min": None, "image": None}


def _words(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(label=label, initial="any", help_text=help_text)


def _text(label: str, *, rows: int = 2, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _listed(label: str, known: Mapping[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(known.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


class RuleForm(forms.Form):
    """Makes a body for the schema; `take` puts what the schema found beside the field it is about."""

    title = forms.CharField(label="Title", max_length=200)
    clause = _text("What it says", help_text="In your own words, for somebody who reads the reason of a verdict.")
    jurisdiction = _words("Where it binds", "any, or places with commas between them: EU, DE, US-IL.")
    sector = _words(
        "For which trade", "any, or: healthcare, legal, finance, government, education, creative, nonprofit."
    )
    platform = _words("On which platforms", "any, or as the placements name them: linkedin, intranet, website.")
    audience = forms.MultipleChoiceField(
        label="Who sees it",
        choices=[(each.value, each.value.capitalize()) for each in Audience],
        widget=forms.CheckboxSelectMultiple,
    )
    effective_from = forms.DateField(label="First day", widget=DayInput, help_text="Today or later.")
    effective_until = forms.DateField(label="Last day", widget=DayInput, required=False)
    polish_min = forms.FloatField(label="Least polish", required=False, help_text="0 to 1; gives way to a most.")
    polish_max = forms.FloatField(label="Most polish", required=False, help_text="0 to 1: how far software may refine.")
    polish_min_texture = forms.FloatField(
        label="Least skin detail", required=False, help_text="0 to 1, of the detail in the real photo."
    )
    backdrops = _listed("Backdrops that are made", styling.catalogue().backdrops)
    attire = _listed("Clothes that are advised", styling.catalogue().attire)
    sources = _text(
        "Sources",
        required=False,
        rows=3,
        help_text="One a line: address | title | primary, official or secondary | how it was seen | its date.",
    )
    last_verified = forms.DateField(label="Source last read", widget=DayInput)
    confidence = forms.ChoiceField(
        label="How sure", choices=[(each.value, each.value.capitalize()) for each in Confidence]
    )
    notes = _text("Notes", required=False)
    rest = _text("Everything else, as YAML", required=False, rows=8)
    why = _text("Why it changes", help_text="Read by the second person, and kept in the record.")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        body: Mapping[str, Any],
        first: Mapping[str, Any] | None = None,
        new: bool = False,
    ) -> None:
        """`body`: the words to begin with, but for `first`. `new`: the rule has no name and layer yet."""
        super().__init__(data, initial={**_initial(body), **(first or {})})
        self.base = body
        self.file: list[tuple[int, str, bool]] = []
        for kind in Kind:
            self.fields[f"kind_{kind}"] = forms.ChoiceField(choices=SAYS, required=False)
            self.fields[f"age_{kind}"] = forms.IntegerField(required=False, min_value=1)
        for labelled in LABELLED:
            for channel in Channel:
                self.fields[f"duty_{labelled}_{channel}"] = forms.ChoiceField(choices=DUTIES, required=False)
        if new:
            self._name()

    def _name(self) -> None:
        self.fields["id"] = forms.SlugField(
            label="Name of the rule", max_length=80, help_text="Small letters, digits and hyphens; it never changes."
        )
        self.fields["layer"] = forms.ChoiceField(
            label="Who speaks", choices=[(each.value, each.value.capitalize()) for each in WRITABLE]
        )
        self.order_fields(["id", "layer", "title", "clause"])

    @property
    def kinds(self) -> list[tuple[Kind, BoundField, BoundField]]:
        return [(kind, self[f"kind_{kind}"], self[f"age_{kind}"]) for kind in Kind]

    @property
    def duties(self) -> list[tuple[str, list[tuple[Channel, BoundField]]]]:
        return [(kind, [(channel, self[f"duty_{kind}_{channel}"]) for channel in Channel]) for kind in LABELLED]

    def clean_rest(self) -> dict[str, Any]:
        text = self.cleaned_data["rest"]
        try:
            rest = lines.read(text)[0] if text.strip() else {}
        except lines.YamlError as fault:
            raise forms.ValidationError(f"Line {fault.line}: {fault.field or 'YAML'}: {fault}.") from fault
        if not isinstance(rest, dict):
            raise forms.ValidationError("Line 1: write fields and their values.")
        if taken := sorted(set(rest) - set(REST)):
            raise forms.ValidationError(f"{', '.join(taken)}: there is no such field here.")
        return rest

    def body(self) -> dict[str, Any]:
        """The whole rule, for the schema to judge."""
        data = self.cleaned_data
        polish = {name: data[f"polish_{name}"] for name in POLISH if data[f"polish_{name}"] is not None}
        listed = {name: data[name] for name in STYLING if data[name]}
        return {
            **{name: self.base[name] for name in ("id", "version", "layer", "status") if name in self.base},
            **{name: data[name] for name in ("id", "layer") if name in data},
            **{name: data[name] for name in ("title", "clause", "audience", "confidence")},
            **{name: [word.strip() for word in data[name].split(",") if word.strip()] for name in WORDS},
            **{name: _iso(data[name]) for name in ("effective_from", "effective_until", "last_verified")},
            "kinds": {kind.value: data[f"kind_{kind}"] for kind in Kind if data[f"kind_{kind}"]},
            "max_age_days": {kind.value: data[f"age_{kind}"] for kind in Kind if data[f"age_{kind}"]},
            "disclosure": {kind: said for kind in LABELLED if (said := self._duties(kind))},
            **({"polish": polish} if polish else {}),
            **({"styling": listed} if listed else {}),
            "source": [_source(line) for line in data["sources"].splitlines() if line.strip()],
            **({"notes": data["notes"]} if data["notes"] else {}),
            **EMPTY,
            **data["rest"],
        }

    def _duties(self, kind: str) -> dict[str, str]:
        said = {channel.value: self.cleaned_data[f"duty_{kind}_{channel}"] for channel in Channel}
        return {channel: level for channel, level in said.items() if level}

    def take(self, problems: Sequence[Problem], text: str) -> None:
        """Put each problem of the schema beside the field that it names; `text` is the file whose lines it names."""
        wrong = {problem.line for problem in problems}
        self.file = [(number, line, number in wrong) for number, line in enumerate(text.splitlines(), start=1)]
        for problem in problems:
            name = _field(problem.field)
            place = name if name in self.fields else "rest"
            where = f"line {problem.line} of {problem.file}"
            self.add_error(place, f"{problem.field}: {problem.message} ({where}).")


class ReadForm(forms.Form):
    note = _text("What you found", required=False, help_text="If you like: what you compared, and with which copy.")


class GreyZoneForm(forms.Form):
    kind = forms.ChoiceField(label="Kind of picture")
    placement = forms.ChoiceField(label="Where", required=False)
    answer = forms.ChoiceField(
        label="Decision",
        choices=[(Decision.ALLOW.value, "It may be shown"), (Decision.DENY.value, "It may not be shown")],
        widget=forms.RadioSelect,
    )
    reason = _text("Reason", rows=3, help_text="Shown wherever the decision is used. Say what was weighed.")
    until = forms.DateField(label="Until", widget=DayInput, help_text="Then somebody decides again.")

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        """`kinds`: code and words of the kinds that the rule leaves to a person."""
        super().__init__(*args, **kwargs)
        offer(self, "kind", kinds)
        places = [(place.key, place.title) for place in catalogue().values() if not place.is_anchor]
        offer(self, "placement", [("", "Everywhere"), *places])


def _initial(body: Mapping[str, Any]) -> dict[str, Any]:
    kinds, ages, duties = body.get("kinds", {}), body.get("max_age_days", {}), body.get("disclosure", {})
    rest = {name: body[name] for name in REST if body.get(name)}
    return {
        **{
            name: body.get(name) or "" for name in ("id", "layer", "title", "clause", "audience", "confidence", "notes")
        },
        **{name: ", ".join(body.get(name, ["any"])) for name in WORDS},
        **{name: body.get(name) for name in ("effective_from", "effective_until", "last_verified")},
        **{name: body.get("styling", {}).get(name, []) for name in STYLING},
        **{f"polish_{name}": body.get("polish", {}).get(name) for name in POLISH},
        **{f"kind_{kind}": kinds.get(kind, "") for kind in Kind},
        **{f"age_{kind}": ages.get(kind) for kind in Kind},
        **{f"duty_{kind}_{channel}": level for kind, said in duties.items() for channel, level in said.items()},
        "sources": "\n".join(_line(each) for each in body.get("source", ())),
        "rest": yaml.safe_dump(rest, sort_keys=False, allow_unicode=True) if rest else "",
    }


def _line(source: Mapping[str, str]) -> str:
    return " | ".join(source.get(name, "") for name in SOURCE).rstrip(" |")


def _source(line: str) -> dict[str, str]:
    words = [word.strip() for word in line.split("|", len(SOURCE) - 1)]
    given = {name: word for name, word in zip(SOURCE, words, strict=False) if word}
    return {**DEFAULTS, **given}


def _field(path: str) -> str:
    name, _, inside = path.partition(".")
    known = {
        "kinds": f"kind_{inside}",
        "max_age_days": f"age_{inside}",
        "polish": f"polish_{inside}",
        "styling": inside.partition(".")[0],
        "source": "sources",
    }
    return f"duty_{inside.replace('.', '_')}" if name == "disclosure" else known.get(name, name)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
