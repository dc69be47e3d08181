"""People's words: what the person, a manager and a reviewer say, and what each needs to become a decision.

The person on two days, or once together with the same change measured on another day. A manager's flag waits until the
person or a measurement of another day agrees. A reviewer's decision ends the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portraits.drift.history import History
from portraits.drift.limits import Limits
from portraits.drift.values import MEASURED, Kind, Observation, Signal


@dataclass(frozen=True, slots=True)
class Said:
    """The days on which somebody says that the person looks different, the kinds they ticked, and when they last said
    that the portrait fits (date.min: never)."""

    kind: Kind
    days: frozenset[date]
    about: frozenset[Kind]
    fitted_on: date

    def agrees_with(self, kind: Kind) -> bool:
        return kind in self.about or not self.about


def ruling(observations: Sequence[Observation]) -> tuple[Signal | None, Sequence[Observation]]:
    """The last reviewer's decision and what came after it (observations oldest first)."""
    for number in range(len(observations) - 1, -1, -1):
        for signal in observations[number].signals:
            if signal.kind is Kind.REVIEWER:
                return signal, observations[number + 1 :]
    return None, observations


def said(kind: Kind, history: History) -> Said:
    """What still stands of a voice: since it last said that the portrait fits."""
    days = _answers(kind, history)
    last = max((on for on, answers in days.items() if answers == {False}), default=date.min)
    standing = frozenset(on for on, answers in days.items() if answers == {True} and on > last)
    ticked = frozenset(each for on, signal in history.all(kind) if on in standing for each in signal.about)
    return Said(kind, standing, ticked, last)


def confirmed(own: Said, manager: Said, history: History, limits: Limits) -> tuple[Kind, ...]:
    """The voices, with the measured kinds that agree, that together make a change certain; empty while they do not."""
    since = own.fitted_on  # the person has answered what came before
    if len(own.days) >= limits.days:
        return (Kind.OWN_WORD, *_agreeing(own, history, since))
    if own.days and manager.days:
        return (Kind.OWN_WORD, Kind.MANAGER)
    for voice in (own, manager):
        if voice.days and (kinds := _agreeing(voice, history, since)):
            return (voice.kind, *kinds)
    return ()


def _answers(kind: Kind, history: History) -> dict[date, set[bool]]:
    """By day, whether the voice says that something changed; a day with both answers says neither."""
    days: dict[date, set[bool]] = {}
    for on, signal in history.told(kind):
        days.setdefault(on, set()).add(signal.found)
    return days


def _agreeing(voice: Said, history: History, since: date) -> tuple[Kind, ...]:
    """Measured kinds that were found on a day other than a day of the word."""
    return tuple(
        kind
        for kind in MEASURED
        if voice.agrees_with(kind)
        and any(signal.found and on > since and voice.days - {on} for on, signal in history.all(kind))
    )
