"""One line about one person: what is shown of them, why somebody should look, and where to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from portraits import clocks
from portraits.clocks import Freshness
from portraits.drift import Decision
from portraits.provenance.source_types import SourceType
from portraits.views import words

NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody should look, in words, with how urgent it is (0 first) and what explains it."""

    urgency: int
    tone: str
    title: str
    because: str
    action: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    person: Any
    reading: clocks.Reading | None
    reasons: Sequence[Reason]

    @property
    def first(self) -> Reason | None:
        return self.reasons[0] if self.reasons else None

    @property
    def tone(self) -> str:
        """The ring's colour where something outranks the calendar."""
        return "bad" if self.person.decision == Decision.DRIFT or self.person.alert_id else ""

    @property
    def picture(self) -> str:
        if self.reading is None:
            return "No portrait"
        return f"{words.origin(self.person.shown_origin)}, {words.age(self.reading.age_days).replace(' ', NO_BREAK)}"


def row(person: Any, on: date) -> Row:
    """Read one annotated person of `roster`."""
    reading = _reading(person, on)
    found = (_alert(person), _drift(person), _waiting(person), _clock(person, reading, on), _missing(person))
    return Row(person, reading, sorted(filter(None, found), key=lambda reason: reason.urgency))


def _reading(person: Any, on: date) -> clocks.Reading | None:
    if person.shown_id is None:
        return None
    clock = clocks.clock_for(software_made=not SourceType.parse(person.shown_origin).is_capture)
    return clocks.read(clock, person.shown_depicts, on, sooner=person.shown_sooner)


def _alert(person: Any) -> Reason | None:
    if not person.alert_id:
        return None
    where = reverse("console:alert", args=[person.alert_id])
    return Reason(0, "bad", "Somebody else on a photo?", "a human decides", "Look at it", where)


def _drift(person: Any) -> Reason | None:
    where = reverse("console:person", args=[person.pk])
    if person.decision == Decision.DRIFT:
        kinds = ", ".join(words.plain(kind, words.KINDS) for kind in person.kinds or [])
        return Reason(2, "bad", f"Changed: {kinds}", "seen on different days", "Open", where)
    if person.changed_beside:
        return Reason(2, "bad", "Changed since an older picture", "it is still shown somewhere", "Open", where)
    if person.decision == Decision.WATCH:
        return Reason(5, "due", "Something changed", f"one selfie, {person.checked_on:%-d %B}", "Open", where)
    return None


def _waiting(person: Any) -> Reason | None:
    if not person.waiting_id:
        return None
    where = reverse("console:review", args=[person.waiting_id])
    return Reason(1, "good", "Waiting for approval", "a picture was handed in", "Review", where)


def _clock(person: Any, reading: clocks.Reading | None, on: date) -> Reason | None:
    if reading is None or (reading.freshness is Freshness.CURRENT and not _soon(reading, on)):
        return None
    where = reverse("console:person", args=[person.pk])
    clock = f"clock: {'AI' if reading.clock.key == 'ai' else 'real photo'}"
    if reading.freshness is Freshness.OVERDUE and reading.overdue_on:
        title, months = f"Too old {_since(reading.overdue_on, on)}", reading.clock.overdue_months
        return Reason(3, "bad", title, f"{clock}, {months} months", "Open", where)
    title = f"Due {words.until(reading.due_on, on)}" if reading.due_on else "Of unknown age"
    return Reason(4, "due", title, f"{clock}, {reading.clock.due_months} months", "Open", where)


def _since(day: date, on: date) -> str:
    return f"for {words.age((on - day).days)}" if day < on else "since today"


def _soon(reading: clocks.Reading, on: date) -> bool:
    return reading.due_on is not None and (reading.due_on - on).days <= 30


def _missing(person: Any) -> Reason | None:
    if person.shown_id or person.waiting_id:
        return None
    return Reason(6, "plain", "No portrait yet", "", "Open", reverse("console:person", args=[person.pk]))
