"""People's words: what the person, a manager and a reviewer say, and what each needs to become a decision.

The person on two days, or once together with the same change measured on another day. A manager's flag waits until the
person or a measurement of another day agrees. A reviewer's decision ends the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
        signal = observations[number].of(Kind.REVIEWER)
        if signal is not None:
            return signal, observations[number + 1 :]
    return None, observations


def said(kind: Kind, observations: Sequence[Observation]) -> Said:
    """What still stands of a voice: since it last said that the portrait fits."""
    days = _answers(kind, observations)
    last = max((on for on, answers in days.items() if answers == {False}), default=date.min)
    standing = frozenset(on for on, answers in days.items() if answers == {True} and on > last)
    signals = (signal for seen in observations if seen.on in standing and (signal := seen.of(kind)))
    return Said(kind, standing, frozenset(each for signal in signals for each in signal.about), last)


def fits(observations: Sequence[Observation]) -> bool:
    """Whether the person says on the newest day that it still looks like them."""
    return _answers(Kind.OWN_WORD, observations).get(observations[-1].on) == {False}


def confirmed(observations: Sequence[Observation], limits: Limits) -> tuple[Kind, ...]:
    """The voices, with the measured kinds that agree, that together make a change certain; empty while they do not."""
    own, manager = said(Kind.OWN_WORD, observations), said(Kind.MANAGER, observations)
    open_since = [seen for seen in observations if seen.on > own.fitted_on]  # the person answered what came before
    if len(own.days) >= limits.days:
        return (Kind.OWN_WORD, *_agreeing(own, open_since))
    if own.days and manager.days:
        return (Kind.OWN_WORD, Kind.MANAGER)
    for voice in (own, manager):
        if voice.days and (kinds := _agreeing(voice, open_since)):
            return (voice.kind, *kinds)
    return ()


def _answers(kind: Kind, observations: Sequence[Observation]) -> dict[date, set[bool]]:
    """By day, whether the voice says that something changed; a day with both answers says neither."""
    days: dict[date, set[bool]] = {}
    for seen in observations:
        signal = seen.of(kind)
        if signal is not None and signal.strength is not None:
            days.setdefault(seen.on, set()).add(signal.found)
    return days


def _agreeing(voice: Said, observations: Sequence[Observation]) -> tuple[Kind, ...]:
    """Measured kinds that were found on a day other than a day of the word."""
    return tuple(
        kind
        for kind in MEASURED
        if voice.agrees_with(kind) and any(kind in seen.found and voice.days - {seen.on} for seen in observations)
    )
