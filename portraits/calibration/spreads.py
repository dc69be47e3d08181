"""What people confirmed and denied, as new spreads and limits of drift. Pure.

A selfie that somebody called unchanged tells how far an unchanged person lies from what is usual. Strengths are in each
person's own spreads: with the right spreads they have a spread of 1 around 0.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from portraits.drift import Kind, KindLimits, Limits

SELFIES: Final = 60  # unchanged ones that a 95th percentile needs at least: three lie beyond it
PEOPLE: Final = 20
DRAWS: Final = 400
TO_DEVIATION: Final = 1.4826  # median of absolute values to the standard deviation of a normal around 0
TAIL, NORMAL_TAIL = 95, 1.96  # percentile of absolute values, and where a normal has it

Floats = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """One measured kind of one selfie that people have judged: strength in the person's own spreads, and their word."""

    person: int
    kind: Kind
    strength: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """One kind. `spread` is a factor on the measured spreads, `limit` in the new spreads; None, with why, on too few.

    `found` is the share of confirmed changes that one selfie shows at the limit.
    """

    kind: Kind
    unchanged: int
    changed: int
    people: int
    spread: float | None = None
    spread_interval: Interval | None = None
    limit: float | None = None
    limit_interval: Interval | None = None
    found: float | None = None
    missing: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "kind": self.kind.value}


def estimate(kind: Kind, judged: Sequence[Judged], current: KindLimits, *, seed: int = 1) -> Estimate:
    """Spread and limit of one kind with 95 % intervals, drawing people again: two selfies of one are not two observations."""
    rows = [each for each in judged if each.kind is kind]
    unchanged, changed = ([each for each in rows if each.changed is answer] for answer in (False, True))
    people = len({each.person for each in unchanged})
    counts = Estimate(kind, len(unchanged), len(changed), people, missing=_missing(len(unchanged), people))
    if counts.missing:
        return counts
    strengths = np.array([each.strength for each in unchanged])
    spread, limit = _spread(strengths), _limit(strengths, current.limit)
    draws = _draws(unchanged, seed)
    return replace(
        counts,
        spread=spread,
        spread_interval=_interval(draws, _spread),
        limit=limit,
        limit_interval=_interval(draws, lambda drawn: _limit(drawn, current.limit)),
        found=float(np.mean([abs(each.strength) / spread >= limit for each in changed])) if changed else None,
    )


def limits_with(estimates: Sequence[Estimate], current: Limits, *, key: str, source: str) -> Limits | None:
    """The limits with what was re-estimated; None when no kind has enough to go by."""
    known = {each.kind: each for each in estimates if each.spread is not None and each.limit is not None}
    if not known:
        return None
    kinds = {kind: _widened(numbers, known.get(kind)) for kind, numbers in current.kinds.items()}
    return replace(current, key=key, kinds=kinds, source=source)


def _widened(numbers: KindLimits, found: Estimate | None) -> KindLimits:
    if found is None or found.spread is None or found.limit is None:
        return numbers
    between, within = (round(value * found.spread, 4) for value in (numbers.between, numbers.within))
    return KindLimits(round(found.limit, 2), numbers.centre, between, within)


def _spread(strengths: Floats) -> float:
    return float(TO_DEVIATION * np.median(np.abs(strengths)))


def _limit(strengths: Floats, current: float) -> float:
    """As far beyond the tail of the unchanged as it lies beyond a normal's, and never nearer than it was chosen."""
    tail = np.percentile(np.abs(strengths), TAIL) / max(_spread(strengths), 1e-9)
    return float(current * max(1.0, tail / NORMAL_TAIL))


def _draws(unchanged: Sequence[Judged], seed: int) -> list[Floats]:
    of_person: dict[int, list[float]] = defaultdict(list)
    for each in unchanged:
        of_person[each.person].append(each.strength)
    people = [np.array(strengths) for strengths in of_person.values()]
    rng = np.random.default_rng(seed)
    return [np.concatenate([people[n] for n in rng.integers(len(people), size=len(people))]) for _ in range(DRAWS)]


def _interval(draws: Sequence[Floats], figure: Callable[[Floats], float]) -> Interval:
    low, high = np.percentile([figure(drawn) for drawn in draws], (2.5, 97.5))
    return float(low), float(high)


def _missing(selfies: int, people: int) -> str:
    wanted = ((SELFIES - selfies, "selfies that somebody called unchanged"), (PEOPLE - people, "people they are of"))
    return ", ".join(f"{count} more {what}" for count, what in wanted if count > 0)
