"""From labelled pairs to numbers: each picture is looked at once, each pair compared by every statistic that is on trial."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation.faces import Appearance, Change
from portraits.calibration import change_pairs, region_rules
from portraits.calibration.change_pairs import ANY, KINDS, LabelledPair
from portraits.calibration.comparing import UnusablePictureError
from portraits.calibration.identities import Identities
from portraits.calibration.pairs import Broken

IN_USE: Final = "in use"
LEARNED: Final = "learned"
REGIONS: Final = "region rule"
GREYER: Final = "region rule, greyer"
IDENTITY: Final = "identity distance"
# The learned values that tell a kind; of two, the one that moved more.
READ_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "glasses": ("glasses",),
    "facial_hair": ("beard", "moustache"),
    "hair_colour": ("grey_hair",),
    "hair_length": ("hair_length",),
    "baldness": ("baldness",),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture shows: its appearance, its template f32[n] of the identity encoder, and the tone of its skin as an
    angle in degrees, None without colour."""

    appearance: Appearance
    vector: NDArray[np.float32]
    angle: float | None = None


Look = Callable[[Path], Seen]
Compare = Callable[[Appearance, Appearance], Iterable[Change]]
Progress = Callable[[list[Path]], Iterable[Path]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two pictures of one person compared: `changes` by kind, Euclidean `distance`, differences of regions and learned values."""

    changes: Mapping[str, Change]
    distance: float
    regions: tuple[int, region_rules.Differences] | None
    learned: region_rules.Differences = field(default_factory=dict)

    @classmethod
    def of(cls, before: Seen, after: Seen, compare: Compare) -> "Comparison":
        distance = np.linalg.norm(before.vector.astype(np.float64) - after.vector)
        found = {change.kind: change for change in compare(before.appearance, after.appearance)}
        one, other = before.appearance.attributes, after.appearance.attributes
        learned = {name: other[name] - one[name] for name in one if name in other}
        return cls(found, float(distance), region_rules.differences(before.appearance, after.appearance), learned)


@dataclass(frozen=True, slots=True)
class MeasuredPair:
    """A labelled pair, whose it is, how its pictures compare, and the tone of the skin in the first one."""

    pair: LabelledPair
    person: int
    comparison: Comparison
    angle: float | None = None


class Measuring:
    """One pass over a file of labelled pairs. `broken` names the lines that were left out and why."""

    def __init__(self, file: Path, look: Look, compare: Compare, *, progress: Progress = iter) -> None:
        self.file, self.look, self.compare, self.progress = file, look, compare, progress
        self.broken: list[Broken] = []
        self._seen: dict[Path, Seen] = {}
        self._problems: dict[Path, str] = {}

    def run(self) -> list[MeasuredPair]:
        """Look at every picture, compare every pair that can be compared. Raises PairsError."""
        lines = list(change_pairs.read(self.file))
        self.broken = [line for line in lines if isinstance(line, Broken)]
        pairs = [line for line in lines if isinstance(line, LabelledPair)]
        people = Identities((pair.left, pair.right) for pair in pairs)
        for path in self.progress(list(dict.fromkeys(path for pair in pairs for path in (pair.left, pair.right)))):
            self._look_at(path)
        measured = [
            MeasuredPair(pair, people.of(pair.left), self._compared(pair), self._seen[pair.left].angle)
            for pair in pairs
            if self._usable(pair)
        ]
        self.broken.sort(key=lambda each: each.line)
        return measured

    def _look_at(self, path: Path) -> None:
        try:
            self._seen[path] = self.look(path)
        except OSError:
            self._problems[path] = "there is no such file, or it cannot be read."
        except UnusablePictureError as problem:
            self._problems[path] = str(problem)

    def _usable(self, pair: LabelledPair) -> bool:
        problems = [
            f"{path.name}: {self._problems[path]}" for path in (pair.left, pair.right) if path in self._problems
        ]
        self.broken += [Broken(pair.line, problem) for problem in problems]
        return not problems

    def _compared(self, pair: LabelledPair) -> Comparison:
        return Comparison.of(self._seen[pair.left], self._seen[pair.right], self.compare)


class Statistics:
    """Every statistic of a comparison by kind and name; `limits` are those that drift detection ships with, by kind.

    The spreads of region rules and learned values come from the comparisons given here, whatever their labels say.
    """

    def __init__(self, comparisons: Iterable[Comparison], limits: Mapping[str, float]) -> None:
        self.limits = limits
        given = list(comparisons)
        self._spreads = region_rules.spreads([each.regions for each in given if each.regions])
        self._learned = region_rules.deviations(each.learned for each in given)

    def of(self, comparison: Comparison) -> dict[str, dict[str, float | None]]:
        """By kind and statistic; None where it cannot be told."""
        z = self._regions(comparison)
        found: dict[str, dict[str, float | None]] = {
            kind: {
                IN_USE: _size(comparison.changes.get(kind)),
                LEARNED: self._read(kind, comparison),
                REGIONS: region_rules.RULES[kind](z),
            }
            for kind in KINDS
        }
        found["hair_colour"][GREYER] = region_rules.greyer(z)
        found[ANY] = {name: _largest(found[kind][name] for kind in KINDS) for name in (LEARNED, REGIONS)}
        found[ANY][IN_USE] = self._any(comparison)
        for values in found.values():
            values[IDENTITY] = comparison.distance
        return found

    def _read(self, kind: str, comparison: Comparison) -> float | None:
        """The learned step in spreads; None in pictures of which nothing can be told."""
        change = comparison.changes.get(kind)
        if change is None or change.difference is None:
            return None
        z = region_rules.in_spreads(comparison.learned, self._learned)
        return _largest(abs(z[name]) for name in READ_BY[kind] if name in z)

    def _regions(self, comparison: Comparison) -> region_rules.Differences:
        if comparison.regions is None or all(each.difference is None for each in comparison.changes.values()):
            return {}
        level, found = comparison.regions
        return region_rules.in_spreads(found, self._spreads.get(level, {}))

    def _any(self, comparison: Comparison) -> float | None:
        """The largest difference over its limit, of the kinds that count; over 1 something is found."""
        counting = [each for each in comparison.changes.values() if each.counts and each.difference is not None]
        return _largest(
            abs(each.difference or 0.0) / self.limits[each.kind] for each in counting if each.kind in self.limits
        )


def statistics_of(kind: str) -> tuple[str, ...]:
    rules = (REGIONS, GREYER) if kind == "hair_colour" else (REGIONS,)
    return (IN_USE, LEARNED, *rules, IDENTITY)


def _size(change: Change | None) -> float | None:
    return None if change is None or change.difference is None else abs(change.difference)


def _largest(values: Iterable[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)
