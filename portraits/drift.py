"""Does the portrait still look like the person? Kinds of evidence that stay apart, confirmed on another day.

A matcher is trained to ignore ageing, beards and glasses, and day-to-day noise is larger than a year's slope: so no
single number and no single day decides. Each kind of evidence is judged against its own limit; drift is the same kind
found on two different days. A score that says "somebody else" is not drift (portraits.likeness).
"""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Decision(StrEnum):
    CONSISTENT = "consistent"
    WATCH = "watch"
    DRIFT = "drift"
    SOMEBODY_ELSE = "somebody_else"
    CANNOT_TELL = "cannot_tell"


class Kind(StrEnum):
    IDENTITY = "identity"
    GLASSES = "glasses"
    OWN_WORD = "own_word"


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many spreads on a kind of evidence counts as found."""

    key: str
    identity: float
    glasses: float
    prior_centre: float
    prior_spread: float
    prior_weight: int
    source: str


@dataclass(frozen=True, slots=True)
class Usual:
    """This person's usual day-to-day distance to this portrait: centre and spread, in the encoder's space."""

    centre: float
    spread: float
    selfies: int


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of evidence in one check. Strength is in spreads; None when it could not be told."""

    kind: Kind
    strength: float | None
    limit: float
    found: bool
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class Observation:
    """One selfie held against the portrait: the day it was taken and what each kind of evidence says."""

    on: date
    signals: tuple[Signal, ...]

    @property
    def found(self) -> frozenset[Kind]:
        return frozenset(signal.kind for signal in self.signals if signal.found)

    @property
    def told(self) -> bool:
        return any(signal.strength is not None for signal in self.signals)


@dataclass(frozen=True, slots=True)
class Verdict:
    decision: Decision
    kinds: tuple[Kind, ...]
    days: int
    sentence: str


def usual(distances: Sequence[float], limits: Limits) -> Usual:
    """The person's own band, pulled towards the measured prior while there are few selfies.

    The spread never falls under the prior's: five alike selfies of one afternoon do not make tomorrow's light drift.
    """
    n, weight = len(distances), limits.prior_weight
    if not n:
        return Usual(limits.prior_centre, limits.prior_spread, 0)
    own = statistics.median(distances)
    centre = (n * own + weight * limits.prior_centre) / (n + weight)
    mad = 1.4826 * statistics.median(abs(d - own) for d in distances)
    return Usual(centre, max(mad, limits.prior_spread), n)


def identity_signal(distance: float | None, usual_band: Usual, limits: Limits) -> Signal:
    if distance is None:
        return Signal(Kind.IDENTITY, None, limits.identity, found=False, sentence="The faces could not be compared.")
    strength = (distance - usual_band.centre) / usual_band.spread
    found = strength >= limits.identity
    words = "outside" if found else "inside"
    return Signal(
        Kind.IDENTITY, strength, limits.identity, found, f"Your face is {words} your usual day-to-day difference."
    )


def glasses_signal(strength: float | None, limits: Limits, *, usual_strength: float = 0.0, why_not: str = "") -> Signal:
    """Glasses, counted from what is usual between this portrait and its baseline: the portrait's own light cancels out."""
    if strength is None:
        return Signal(Kind.GLASSES, None, limits.glasses, found=False, sentence=why_not or "Glasses could not be told.")
    strength = max(0.0, strength - usual_strength)
    found = strength >= limits.glasses
    sentence = "Glasses changed: on one picture and not on the other." if found else "No change of glasses seen."
    return Signal(Kind.GLASSES, strength, limits.glasses, found, sentence)


def own_word_signal(*, still_looks_like_me: bool | None) -> Signal:
    if still_looks_like_me is None:
        return Signal(Kind.OWN_WORD, None, 1.0, found=False, sentence="You were not asked yet.")
    found = not still_looks_like_me
    sentence = "You said that you look different now." if found else "You said that it still looks like you."
    return Signal(Kind.OWN_WORD, float(found), 1.0, found, sentence)


def decide(observations: Sequence[Observation], *, remember: int = 5) -> Verdict:
    """Judge the newest observation with those before it (oldest first, at most `remember` that could tell)."""
    if not observations:
        return Verdict(Decision.CANNOT_TELL, (), 0, "No selfie has been compared yet.")
    latest = observations[-1]
    if not latest.told:
        return Verdict(
            Decision.CANNOT_TELL, (), 0, "This picture cannot tell: try one in better light, facing the camera."
        )
    recent = [seen for seen in observations if seen.told][-remember:]
    days = {kind: {seen.on for seen in recent if kind in seen.found} for kind in latest.found}
    confirmed = tuple(sorted(kind for kind, on in days.items() if len(on) >= 2))
    if confirmed:
        most = max(len(days[kind]) for kind in confirmed)
        said = f"The same change was seen on {most} different days: {_named(confirmed)}."
        return Verdict(Decision.DRIFT, confirmed, most, said)
    if latest.found:
        found = tuple(sorted(latest.found))
        return Verdict(
            Decision.WATCH, found, 1, f"Something changed: {_named(found)}. A selfie on another day decides."
        )
    return Verdict(Decision.CONSISTENT, (), 0, "The portrait still looks like you.")


def _named(kinds: Sequence[Kind]) -> str:
    words = {Kind.IDENTITY: "the face", Kind.GLASSES: "glasses", Kind.OWN_WORD: "the person says so"}
    return ", ".join(words[kind] for kind in kinds)
