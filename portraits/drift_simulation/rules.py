"""The rules that are compared: portraits.drift as the product asks it, and plain distances."""

from collections.abc import Callable
from dataclasses import dataclass, field

from portraits import drift
from portraits.drift import Decision, Kind, Limits, Observation, Signal, Usual, Verdict
from portraits.drift_simulation.world import Selfie


@dataclass
class Watched:
    """One portrait under watch: what is usual with it, and what was seen since it was approved, the window's worth."""

    usual: Usual
    usual_glasses: Usual
    limits: Limits
    seen: list[Observation] = field(default_factory=list)

    def see(self, selfie: Selfie, signals: tuple[Signal, ...]) -> None:
        while self.seen and (selfie.on - self.seen[0].on).days > self.limits.window_days:
            self.seen.pop(0)
        self.seen.append(Observation(selfie.on, signals))


Rule = Callable[[Watched, Selfie], Verdict]


def kinds_apart(watched: Watched, selfie: Selfie) -> Verdict:
    """portraits.drift."""
    watched.see(selfie, _signals(watched, selfie))
    return drift.decide(watched.seen, watched.limits)


def found_twice(watched: Watched, selfie: Selfie) -> Verdict:
    """The rule before, on the same measures: drift when the newest picture finds a kind that another day has found."""
    watched.see(selfie, _signals(watched, selfie))
    newest = watched.seen[-1]
    before = [seen.found for seen in watched.seen if seen.on < newest.on]
    twice = tuple(sorted(kind for kind in newest.found if any(kind in found for found in before)))
    decision = Decision.DRIFT if twice else Decision.WATCH if newest.found else Decision.CONSISTENT
    return Verdict(decision, twice, 2, "")


def _signals(watched: Watched, selfie: Selfie) -> tuple[Signal, ...]:
    limits = watched.limits
    return (
        drift.identity_signal(selfie.distance, watched.usual, limits),
        drift.change_signal(Kind.GLASSES, selfie.glasses, watched.usual_glasses, limits, counts=True),
        drift.word_signal(Kind.OWN_WORD, still_looks_like=selfie.looks_like_me, about=selfie.ticked),
    )


def farther_than(limit: float) -> Rule:
    """A plain distance: one selfie beyond the limit is an alarm."""

    def rule(_: Watched, selfie: Selfie) -> Verdict:
        if selfie.distance is None:
            return Verdict(Decision.CANNOT_TELL, (), 0, "")
        found = selfie.distance > limit
        return Verdict(Decision.DRIFT if found else Decision.CONSISTENT, (Kind.IDENTITY,) if found else (), 1, "")

    return rule
