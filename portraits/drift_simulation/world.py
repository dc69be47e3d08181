"""What the simulated world is like, each figure with its source, and everything that will happen in one life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portraits.drift import Kind

Floats = NDArray[np.float64]
START: Final = date(2020, 1, 6)
YEAR: Final = 365.25
BASELINE: Final = 3  # selfies at approval


@dataclass(frozen=True, slots=True)
class World:
    """Distances in the encoder's space, glasses in spreads, shares of 1."""

    people: int = 2000
    years: float = 5
    check_ins: int = 4  # a year
    # Assumed: nobody has measured these. `simulate_drift --assume` changes them.
    pictures: int = 2  # asked for in one check-in
    same_day: float = 0.7  # of the variance of days: what pictures of one day have in common
    follows_up: float = 0.8  # people who check in again a week later when a finding waits for another day
    poor: float = 0.1  # pictures that cannot be measured
    changes: float = 0.15  # visible changes a year
    with_glasses: float = 0.35  # of the changes
    answers: float = 0.9  # check-ins at which people answer whether the portrait still looks like them
    confirms: float = 0.9  # answers that own up to a visible change
    slips: float = 0.01  # answers that claim one where there is none
    repeats: float = 0.5  # answers a week later that only repeat the first
    ticks: float = 0.7  # answers that own up to a change and tick which
    # Measured: candid pictures against later studio portraits, 416 pairs, 2.4 % beyond 0.60 and 7.9 % beyond 0.55, which
    # a normal of 0.427 and 0.088 gives; 0.0025 a year. Half of the variance is taken to be the portrait's, as for
    # glasses (assumed for distances; days vary more than years: BEZ study, arXiv 2507.06858).
    centre: float = 0.427
    between_portraits: float = 0.062
    between_days: float = 0.062
    a_year: float = 0.0025
    # Measured: at 2.2, 5 % of unchanged real pairs and 13 of 20 changes are found; half the variance is the portrait's.
    glasses_limit: float = 2.2
    glasses_false: float = 0.05
    glasses_seen: float = 0.65
    of_the_portrait: float = 0.5
    other_kinds: int = 0  # assumed: further changes that count, as noisy as glasses, and nobody changes in them
    distance_auc: float = 0.63  # measured: how well the distance tells a visible change from none

    @property
    def slots(self) -> int:
        return round(self.years * self.check_ins)

    @property
    def between_pictures(self) -> tuple[float, float]:
        """How much of a day's scatter is the day's, and how much each picture's own."""
        return self.same_day**0.5, (1 - self.same_day) ** 0.5

    @property
    def glasses_spread(self) -> float:
        return self.glasses_limit / NormalDist().inv_cdf(1 - self.glasses_false / 2)

    @property
    def glasses_shift(self) -> float:
        return self.glasses_limit + NormalDist().inv_cdf(self.glasses_seen) * self.glasses_spread

    @property
    def distance_shift(self) -> float:
        """The step in distance that gives the measured AUC under the scatter of portraits and days."""
        spread = float(np.hypot(self.between_portraits, self.between_days))
        return 2**0.5 * NormalDist().inv_cdf(self.distance_auc) * spread


@dataclass(frozen=True, slots=True)
class Selfie:
    """What one picture says; None where it is too poor to tell or nobody answered. `ticked` names the change owned up to."""

    on: date
    distance: float | None
    glasses: float | None
    looks_like_me: bool | None
    ticked: tuple[Kind, ...] = ()
    others: tuple[float | None, ...] = ()


class Change:
    """What is different from the portrait that is shown, and since which check-in; nothing at first."""

    def __init__(self) -> None:
        self.since: int | None = None
        self.glasses = False
        self.owned_up = False


class Life:
    """Everything that chance will do to one person, drawn before any rule looks: every rule meets the same days."""

    def __init__(self, world: World, seed: int, number: int) -> None:
        rng = np.random.default_rng((seed, number))
        slots, pictures = world.slots, world.pictures
        self.world = world
        self.change, self.kind, self.follows = rng.random((3, slots))
        self._portrait, self._portrait_glasses = rng.standard_normal((2, slots + 1))
        self._before, self._before_glasses = rng.standard_normal((2, slots + 1, BASELINE))
        days, own = rng.standard_normal((2, slots, 2)), rng.standard_normal((2, slots, 2, pictures))
        the_days, the_pictures = world.between_pictures
        self._day, self._day_glasses = the_days * days[..., None] + the_pictures * own
        self._answers, self._word, self._repeats, self._ticks = rng.random((4, slots, 2))
        self._poor = rng.random((slots, 2, pictures))
        others = world.other_kinds  # drawn last: the lives without them stay what they are
        self._others = rng.standard_normal((others, slots + 1)), rng.standard_normal((others, slots + 1, BASELINE))
        other_days, other_own = (rng.standard_normal((others, slots, 2, size)) for size in (1, pictures))
        self._day_others = the_days * other_days + the_pictures * other_own

    def baseline(self, portrait: int) -> list[float]:
        """Distances of the selfies taken when the person's n-th portrait was approved, each on a day of its own."""
        return [self._distance(portrait, float(noise)) for noise in self._before[portrait]]

    def baseline_glasses(self, portrait: int) -> list[float]:
        return [self._glasses(portrait, float(noise)) for noise in self._before_glasses[portrait]]

    def baseline_others(self, portrait: int) -> list[list[float]]:
        shown, before = self._others
        return [
            [self._signed(float(shown[n, portrait]), float(noise)) for noise in before[n, portrait]]
            for n in range(self.world.other_kinds)
        ]

    def check_in(self, slot: int, portrait: int, change: Change, *, age: float, again: bool = False) -> list[Selfie]:
        """The pictures of a check-in, or of the one a week later, with one answer; `age` of the portrait in years."""
        on = START + timedelta(days=round(slot * YEAR / self.world.check_ins) + 7 * again)
        said, ticked = self._said(slot, change, again=again)
        extra = self.world.a_year * age + (change.since is not None) * self.world.distance_shift
        selfies = []
        for number in range(self.world.pictures):
            at = (slot, int(again), number)
            poor = self._poor[at] < self.world.poor
            distance = self._distance(portrait, float(self._day[at])) + extra
            glasses = self._glasses(portrait, float(self._day_glasses[at]), worn=change.glasses)
            others = [self._signed(float(shown[portrait]), float(day[at])) for shown, day in self._each_other()]
            told = (None, None, [None] * len(others)) if poor else (distance, glasses, others)
            selfies.append(Selfie(on, told[0], told[1], said, ticked, tuple(told[2])))
        return selfies

    def _said(self, slot: int, change: Change, *, again: bool) -> tuple[bool | None, tuple[Kind, ...]]:
        if again and self._repeats[slot, 1] < self.world.repeats:
            return self._said(slot, change, again=False)
        at, changed = (slot, int(again)), change.since is not None
        if self._answers[at] >= self.world.answers:
            return None, ()
        if self._word[at] >= (self.world.confirms if changed else self.world.slips):
            return True, ()
        ticked = Kind.GLASSES if change.glasses else Kind.HAIR_COLOUR
        return False, (ticked,) if changed and self._ticks[at] < self.world.ticks else ()

    def _distance(self, portrait: int, day: float) -> float:
        own = self.world.between_portraits * float(self._portrait[portrait])
        return max(0.0, self.world.centre + own + self.world.between_days * day)

    def _glasses(self, portrait: int, day: float, *, worn: bool = False) -> float:
        """Signed, in spreads of real unchanged pairs; positive when the picture shows more of a frame."""
        noise = self._signed(float(self._portrait_glasses[portrait]), day)
        return float(noise + worn * self.world.glasses_shift)

    def _each_other(self) -> Iterator[tuple[Floats, Floats]]:
        return zip(self._others[0], self._day_others, strict=True)

    def _signed(self, portrait: float, day: float) -> float:
        share = self.world.of_the_portrait
        return float(self.world.glasses_spread * (share**0.5 * portrait + (1 - share) ** 0.5 * day))
