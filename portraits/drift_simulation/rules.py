"""The rules that are compared: portraits.drift as it is, variants of it, and plain distances."""

from collections.abc import Callable
from dataclasses import dataclass, field

from portraits import drift
from portraits.drift import Decision, Kind, Limits, Observation, Usual, Verdict
from portraits.drift_simulation.world import Selfie


@dataclass
class Watched:
    """One portrait under watch: what is usual with it, and what was seen since it was approved."""

    usual: Usual
    usual_glasses: float
    limits: Limits
    seen: list[Observation] = field(default_factory=list)


Rule = Callable[[Watched, Selfie], Verdict]


def kinds_apart(*, remember: int = 5, own_glasses: bool = True) -> Rule:
    """portraits.drift. Without `own_glasses` they are not counted from what was usual at approval: the rule before."""

    def rule(watched: Watched, selfie: Selfie) -> Verdict:
        signals = (
            drift.identity_signal(selfie.distance, watched.usual, watched.limits),
            drift.glasses_signal(
                selfie.glasses, watched.limits, usual_strength=watched.usual_glasses if own_glasses else 0.0
            ),
            drift.own_word_signal(still_looks_like_me=selfie.looks_like_me),
        )
        watched.seen = [*watched.seen[-remember * 2 :], Observation(selfie.on, signals)]
        return drift.decide(watched.seen, remember=remember)

    return rule


def farther_than(limit: float) -> Rule:
    """A plain distance: one selfie beyond the limit is an alarm."""

    def rule(_: Watched, selfie: Selfie) -> Verdict:
        if selfie.distance is None:
            return Verdict(Decision.CANNOT_TELL, (), 0, "")
        found = selfie.distance > limit
        return Verdict(Decision.DRIFT if found else Decision.CONSISTENT, (Kind.IDENTITY,) if found else (), 1, "")

    return rule
