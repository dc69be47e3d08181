"""A rule held against the simulated years: false alarms, and check-ins until a change is found."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from portraits import drift
from portraits.drift import Decision, Kind, Limits, Verdict
from portraits.drift_simulation.rules import OTHERS, Rule, Watched, farther_than
from portraits.drift_simulation.world import Change, Life, World

TARGET = 0.02  # false alarms a person-year
ALARMS = (Decision.DRIFT, Decision.SOMEBODY_ELSE)


@dataclass
class Delays:
    """Check-ins from a change to its alarm, counted, for those that were found. 1 is the first check-in after the change,
    with the one of another day that it asks for."""

    changes: int = 0
    found: Counter[int] = field(default_factory=Counter)

    def within(self, check_ins: int) -> float | None:
        soon = sum(count for delay, count in self.found.items() if delay <= check_ins)
        return soon / self.changes if self.changes else None

    @property
    def ever(self) -> float | None:
        return self.found.total() / self.changes if self.changes else None

    @property
    def mean(self) -> float | None:
        found = self.found.total()
        return sum(delay * count for delay, count in self.found.items()) / found if found else None

    def as_json(self) -> dict[str, Any]:
        shares = {"within_1": self.within(1), "within_2": self.within(2), "ever": self.ever, "mean": self.mean}
        return {"changes": self.changes, **{k: None if v is None else round(v, 3) for k, v in shares.items()}}


@dataclass
class Outcome:
    """What one rule did. False alarms are counted by the kinds that gave them; an alarm ends in a new portrait."""

    rule: str
    unchanged_years: float = 0.0
    false_alarms: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)
    all: Delays = field(default_factory=Delays)
    glasses: Delays = field(default_factory=Delays)
    confirmed: Delays = field(default_factory=Delays)

    @property
    def false_alarms_a_year(self) -> float:
        """Per person-year in which the portrait was right."""
        return self.false_alarms / self.unchanged_years if self.unchanged_years else 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "false_alarms_per_person_year": round(self.false_alarms_a_year, 4),
            "false_alarms": self.false_alarms,
            "unchanged_person_years": round(self.unchanged_years, 2),
            "kinds": {kind.value: count for kind, count in sorted(self.kinds.items())},
            "all_changes": self.all.as_json(),
            "glasses": self.glasses.as_json(),
            "confirmed_by_the_person": self.confirmed.as_json(),
        }


def held_against(name: str, rule: Rule, world: World, limits: Limits, *, seed: int) -> Outcome:
    """One rule over all lives of a world."""
    outcome = Outcome(name)
    for number in range(world.people):
        _Person(Life(world, seed, number), limits, outcome).live(rule)
    return outcome


def plain_distance_at(target: float, world: World, limits: Limits, *, seed: int) -> float:
    """The distance beyond which single selfies give so many false alarms a person-year, by bisection, on at most 2,000
    people: the fairest plain rule, told the answer in advance."""
    fewer = replace(world, people=min(world.people, 2000))
    return _bisected(
        lambda limit: held_against("", farther_than(limit), fewer, limits, seed=seed).false_alarms_a_year > target
    )


def _bisected(too_low: Callable[[float], bool], low: float = 0.2, high: float = 1.0, steps: int = 10) -> float:
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if too_low(middle) else (low, middle)
    return high


class _Person:
    """One life under one rule."""

    def __init__(self, life: Life, limits: Limits, outcome: Outcome) -> None:
        self.life, self.limits, self.outcome = life, limits, outcome
        self.portrait, self.approved = -1, 0
        self._approve(0)

    def live(self, rule: Rule) -> None:
        for slot in range(self.life.world.slots):
            self._perhaps_change(slot)
            verdict = self._check_in(slot, rule)
            if self.change.since is None:
                self.outcome.unchanged_years += 1 / self.life.world.check_ins
            if verdict.decision in ALARMS:
                self._count(slot, verdict)
                self._approve(slot)

    def _approve(self, slot: int) -> None:
        """A new portrait of how the person looks now, with a baseline of its own."""
        self.portrait, self.approved = self.portrait + 1, slot
        self.change = Change()
        self.watched = Watched(
            drift.usual(self.life.baseline(self.portrait), self.limits.kinds[Kind.IDENTITY]),
            drift.usual(self.life.baseline_glasses(self.portrait), self.limits.kinds[Kind.GLASSES]),
            self.limits,
            [
                drift.usual(differences, self.limits.kinds[kind])
                for kind, differences in zip(OTHERS, self.life.baseline_others(self.portrait), strict=False)
            ],
        )

    def _perhaps_change(self, slot: int) -> None:
        world = self.life.world
        if self.change.since is None and self.life.change[slot] < world.changes / world.check_ins:
            self.change.since = slot
            self.change.glasses = bool(self.life.kind[slot] < world.with_glasses)
            for delays in self._concerned():
                delays.changes += 1

    def _check_in(self, slot: int, rule: Rule) -> Verdict:
        age = (slot - self.approved) / self.life.world.check_ins
        verdict, said = self._pictures(slot, rule, age)
        if self.change.since == slot and said is False:
            self.change.owned_up = True
            self.outcome.confirmed.changes += 1
        if verdict.decision is Decision.WATCH and self.life.follows[slot] < self.life.world.follows_up:
            verdict, _ = self._pictures(slot, rule, age, again=True)
        return verdict

    def _pictures(self, slot: int, rule: Rule, age: float, *, again: bool = False) -> tuple[Verdict, bool | None]:
        """One picture after the other, as they are measured; an alarm ends the check-in."""
        for selfie in self.life.check_in(slot, self.portrait, self.change, age=age, again=again):
            verdict = rule(self.watched, selfie)
            if verdict.decision in ALARMS:
                break
        return verdict, selfie.looks_like_me

    def _count(self, slot: int, verdict: Verdict) -> None:
        if self.change.since is None:
            self.outcome.false_alarms += 1
            self.outcome.kinds.update(verdict.kinds)
            return
        for delays in self._concerned():
            delays.found[slot - self.change.since + 1] += 1

    def _concerned(self) -> Sequence[Delays]:
        outcome = self.outcome
        glasses = [outcome.glasses] if self.change.glasses else []
        confirmed = [outcome.confirmed] if self.change.owned_up else []
        return [outcome.all, *glasses, *confirmed]
