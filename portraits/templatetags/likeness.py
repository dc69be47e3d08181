"""Pieces that every page is made of: the freshness ring, pictures, words for codes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils import formats, timezone

from accounts.models import Person
from policies.consent import Purpose
from policies.engine import Duty, Finding
from policies.vocabulary import strictness
from portraits.agreements import consenting
from portraits.clocks import Freshness, Reading
from portraits.forms.first_look import first_look as told_to_a_browser
from portraits.views import agreement_items, words

register = template.Library()
LENGTH = 295.31  # circumference of the ring's circle: radius 47 of a 100 x 100 view box
TONES = {Freshness.CURRENT: "good", Freshness.DUE: "due", Freshness.OVERDUE: "bad", Freshness.UNKNOWN: "due"}


@register.inclusion_tag("portraits/parts/ring.html")
def ring(
    portrait_id: int | None, reading: Reading | None, *, size: int = 44, name: str = "", tone: str = ""
) -> dict[str, Any]:
    """The freshness ring: how much of a portrait's time is left, in the colour of its state, around its picture.

    `tone` overrides the clock's colour (a confirmed change is bad whatever the day); `name` gives the initials that
    stand in while there is no picture. The words always stand beside it: the ring itself is decoration.
    """
    left = max(0.0, 1.0 - reading.spent) if reading else 0.0
    return {
        "picture": face_url(portrait_id, 96 if size <= 48 else 480) if portrait_id else "",
        "dash": f"{left * LENGTH:.1f} {LENGTH}",
        "empty": left <= 0,
        "tone": tone or (TONES[reading.freshness] if reading else "none"),
        "size": size,
        "large": size > 48,
        "initials": "".join(part[0] for part in name.split()[:2]).upper(),
    }


@register.inclusion_tag("portraits/parts/first_look.html")
def first_look(field: BoundField) -> dict[str, Any]:
    """Where a browser says what speaks against the pictures of a field before they are sent."""
    return {"field": field, "limits": told_to_a_browser()}


def face_url(portrait_id: int, width: int) -> str:
    """The portrait's face alone, square."""
    return reverse("pictures:portrait", args=[portrait_id]) + f"?w={width}&face=1"


@register.simple_tag
def face(kind: str, pk: int, width: int) -> str:
    """The address of the face alone, cut square out of a private picture."""
    return reverse(f"pictures:{kind}", args=[pk]) + f"?w={width}&face=1"


@register.simple_tag
def picture(kind: str, pk: int, width: int | None = None) -> str:
    """The address of a private picture, as it is or `width` pixels wide."""
    address = reverse(f"pictures:{kind}", args=[pk])
    return f"{address}?w={width}" if width else address


@register.simple_tag
def before_picture(kind: str, pk: int, width: int) -> str:
    """The photo that a candidate or portrait was made from, cut alike."""
    return reverse(f"pictures:before_{kind}", args=[pk]) + f"?w={width}"


@register.filter
def at(mapping: dict[int, object], key: int) -> object:
    return mapping.get(key)


@register.filter
def compared(person: Person) -> bool:
    """Whether software compares this person's pictures."""
    return consenting.may_compare(person)


@register.filter
def origin(code: str) -> str:
    return words.origin(code)


@register.filter
def state(code: str) -> str:
    return words.plain(code, words.STATES)


@register.filter
def state_tone(code: str) -> str:
    return words.STATE_TONES.get(code, "plain")


@register.filter
def decision(code: str) -> str:
    return words.plain(code, words.DECISIONS)


@register.filter
def decision_tone(code: str) -> str:
    return words.DECISION_TONES.get(code, "plain")


@register.filter
def verdict(code: str) -> str:
    return words.plain(code, words.VERDICTS)


@register.filter
def verdict_tone(code: str) -> str:
    return words.VERDICT_TONES.get(code, "plain")


@register.filter
def named(code: str) -> str:
    """The name of something that was measured, or of a preset."""
    return words.plain(code, words.MEASURES)


@register.filter
def change_kind(code: str) -> str:
    """The name of a kind of evidence, as the start of a line."""
    name = words.plain(code, words.KINDS)
    return name[:1].upper() + name[1:]


@register.filter
def companion(code: str) -> str:
    """What can stand beside a picture, said to the person it shows."""
    return words.plain(code, words.COMPANIONS)


@register.filter
def incident_step(code: str) -> str:
    return words.plain(code, words.INCIDENT_STEPS)


@register.filter
def background(code: str) -> str:
    return words.plain(code, words.BACKGROUNDS)


@register.filter
def field_words(path: str) -> str:
    return words.rule_field(path)


@register.filter
def said_words(said: str, path: str) -> str:
    return words.rule_word(path, said)


@register.filter
def layer_words(code: str) -> str:
    return words.plain(code, words.LAYERS)


@register.filter
def kind_words(code: str) -> str:
    return words.kind(code)


@register.filter
def channel_words(code: str) -> str:
    return words.plain(code, words.CHANNELS)


@register.filter
def in_words(duties: Sequence[Duty]) -> list[str]:
    """Label duties by level: "Required: on the picture, in the caption"."""
    said = []
    for level, name in words.LEVELS.items():
        channels = [_channel(duty) for duty in duties if duty.level == level]
        said.extend([f"{name}: " + ", ".join(channels)] if channels else [])
    return said


def _channel(duty: Duty) -> str:
    return words.plain(duty.channel, words.CHANNELS) + (" with a link to its record" if duty.link else "")


@register.filter
def strictest_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: -strictness(finding.decision))


@register.filter(expects_localtime=True)
def moment(at: datetime | None, seconds: str = "") -> str:
    """A day and a time of it, with the zone they are told in (`LIKENESS_TIME_ZONE`); nothing for none."""
    return formats.date_format(at, f"j F Y, {'H:i:s' if seconds else 'H:i'} T") if at else ""


@register.filter
def age_of(day: date | None) -> str:
    """How long ago a day was."""
    return words.age((timezone.localdate() - day).days if day else None)


@register.filter
def until(day: date) -> str:
    return words.until(day, timezone.localdate())


@register.filter
def placement_title(key: str) -> str:
    return words.placement(key)


@register.filter
def purpose(code: str) -> str:
    """What an agreement is for, in words."""
    return agreement_items.SHORT[Purpose(code)]


@register.filter
def figure(value: Any) -> str:
    """A measured value in as many digits as mean something."""
    return f"{value:.3g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


@register.filter
def verb(value: str) -> str:
    """A verb of the record, in words."""
    return words.verb(value)
