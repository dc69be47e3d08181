"""The rules that are compared: portraits.drift as the product asks it, and plain distances."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final

from portraits import drift
from portraits.drift import CHANGES, Decision, Kind, Limits, Observation, Signal, Usual, Verdict
from portraits.drift_simulation.world import Selfie


@dataclass
class Watched:
    """One portrait under watch: what is usual with it, and what was seen since it was approved, the window's worth."""

    usual: Usual
    usual_glasses: Usual
    limits: Limits
    usual_others: Sequence[Usual] = ()
    seen: list[Observation] = field(default_factory=list)
    _excess: list[float] = field(default_factory=list)

    def see(self, selfie: Selfie, signals: tuple[Signal, ...]) -> None:
        while self.seen and (selfie.on - self.seen[0].on).days > self.limits.window_days:
            self.seen.pop(0)
            self._excess.pop(0)
        self.seen.append(Observation(selfie.on, signals))
        found = any(signal.found for signal in signals)
        face = signals[0].strength or 0.0
        self._excess.append(inf if found else max(0.0, face - self.limits.chart.slack))

    @property
    def quiet(self) -> bool:
        """Nothing was found, and the faces cannot add up to an alarm: no decision but consistent or cannot tell is
        possible, whichever it is. Most check-ins are so, and asking the rule takes the time."""
        return sum(self._excess) < self.limits.chart.alarm


OTHERS: Final = tuple(kind for kind in CHANGES if kind is not Kind.GLASSES)
Rule = Callable[[Watched, Selfie], Verdict]
QUIET: Final = Verdict(Decision.CONSISTENT, (), 0, "")


def kinds_apart(watched: Watched, selfie: Selfie) -> Verdict:
    """portraits.drift, asked where its answer can matter."""
    watched.see(selfie, _signals(watched, selfie))
    return QUIET if watched.quiet else drift.decide(watched.seen, watched.limits)


def found_twice(watched: Watched, selfie: Selfie) -> Verdict:
    """The rule before, on the same measures: drift when the newest picture finds a kind that another day has found."""
    watched.see(selfie, _signals(watched, selfie))
    newest = watched.seen[-1]
    if not newest.found:
        return QUIET
    before = [seen.found for seen in watched.seen if seen.on < newest.on]
    twice = tuple(sorted(kind for kind in newest.found if any(kind in found for found in before)))
    return Verdict(Decision.DRIFT if twice else Decision.WATCH, twice, 2, "")


def _signals(watched: Watched, selfie: Selfie) -> tuple[Signal, ...]:
    limits = watched.limits
    return (
        drift.identity_signal(selfie.distance, watched.usual, limits),
        drift.change_signal(Kind.GLASSES, selfie.glasses, watched.usual_glasses, limits, counts=True),
        drift.word_signal(Kind.OWN_WORD, still_looks_like=selfie.looks_like_me, about=selfie.ticked),
        *(
            drift.change_signal(kind, difference, usual, limits, counts=True)
            for kind, difference, usual in zip(OTHERS, selfie.others, watched.usual_others, strict=False)
        ),
    )


def farther_than(limit: float) -> Rule:
    """A plain distance: one selfie beyond the limit is an alarm."""

    def rule(_: Watched, selfie: Selfie) -> Verdict:
        if selfie.distance is None:
            return Verdict(Decision.CANNOT_TELL, (), 0, "")
        found = selfie.distance > limit
        return Verdict(Decision.DRIFT if found else Decision.CONSISTENT, (Kind.IDENTITY,) if found else (), 1, "")

    return rule
