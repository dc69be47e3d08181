"""What drift detection decides on labelled pairs, played as selfies of two days that all look like the newer picture.

The numbers of each pair can be kept in a file, so that a decision is made again without a picture.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from os.path import relpath
from pathlib import Path
from typing import Final

from portraits import drift
from portraits.calibration.change_measuring import Comparison, MeasuredPair
from portraits.calibration.change_pairs import ANY, KINDS, LabelledPair
from portraits.drift import Decision, Kind, Limits, Observation, Signal, Verdict

FIRST: Final = date(2026, 1, 5)
DAYS: Final = (0, 0, 7)  # two selfies of a check-in, and one of another day
ONE_SITTING, NOTHING = "one sitting", "nothing"
RIGHT, WRONG = "drift, with that reason", "drift, for another reason"
COLUMNS: Final = (RIGHT, WRONG, *(each.value for each in Decision if each is not Decision.DRIFT))
FIELDS: Final = ("left", "right", "distance", *KINDS, "counting")


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a pair compares: distance, signed differences by kind (None where it cannot be told), the kinds that decide."""

    distance: float
    differences: Mapping[str, float | None]
    counting: frozenset[str]

    @classmethod
    def of(cls, found: Comparison) -> "Numbers":
        differences = {kind: found.changes[kind].difference if kind in found.changes else None for kind in KINDS}
        counting = frozenset(kind for kind, change in found.changes.items() if change.counts)
        return cls(found.distance, differences, counting)


@dataclass(frozen=True, slots=True)
class Row:
    """Pairs with one label, and how many of them end in each of COLUMNS."""

    changed: str
    pairs: int
    ends: Mapping[str, int]


def decide(numbers: Numbers, limits: Limits) -> Verdict:
    signals = tuple(_signals(numbers, limits))
    return drift.decide([Observation(FIRST + timedelta(days=day), signals) for day in DAYS], limits)


def rows(pairs: Iterable[tuple[LabelledPair, Numbers]], limits: Limits) -> list[Row]:
    """By what a reader saw change, kind by kind; *any* where it was of no listed kind as well, *nothing* where none was seen."""
    ends: dict[str, Counter[str]] = {name: Counter() for name in (*KINDS, ANY, NOTHING, ONE_SITTING)}
    for pair, numbers in pairs:
        verdict = decide(numbers, limits)
        for name in _labels(pair):
            ends[name][_end(verdict, _reasons(name, pair))] += 1
    return [Row(name, each.total(), dict(each)) for name, each in ends.items() if each]


def markdown(found: Sequence[Row]) -> Iterator[str]:
    yield f"| seen to change | pairs | {' | '.join(COLUMNS).replace('_', ' ')} |"
    yield f"|{'---|' * (2 + len(COLUMNS))}"
    for row in found:
        cells = (row.changed.replace("_", " "), row.pairs, *(row.ends.get(name, 0) for name in COLUMNS))
        yield f"| {' | '.join(map(str, cells))} |"


def write(file: Path, measured: Iterable[MeasuredPair], folder: Path) -> None:
    """The numbers of every pair, its pictures named relative to `folder`, where the labels lie."""
    with file.open("w", newline="") as opened:
        out = csv.writer(opened, lineterminator="\n")
        out.writerow(FIELDS)
        for each in measured:
            numbers = Numbers.of(each.comparison)
            names = (relpath(path, folder) for path in (each.pair.left, each.pair.right))
            values = (numbers.distance, *(numbers.differences[kind] for kind in KINDS))
            told = ("" if value is None else f"{value:.3f}" for value in values)
            out.writerow([*names, *told, " ".join(sorted(numbers.counting))])


def read(file: Path) -> dict[tuple[str, str], Numbers]:
    """What `write` wrote, by the names of the two pictures."""
    with file.open(newline="") as opened:
        return {(row["left"], row["right"]): _numbers(row) for row in csv.DictReader(opened)}


def _numbers(row: Mapping[str, str]) -> Numbers:
    differences = {kind: float(row[kind]) if row[kind] else None for kind in KINDS}
    return Numbers(float(row["distance"]), differences, frozenset(row["counting"].split()))


def _signals(numbers: Numbers, limits: Limits) -> Iterator[Signal]:
    """Of somebody without a baseline."""
    usual = {kind: drift.usual((), prior) for kind, prior in limits.kinds.items()}
    yield drift.identity_signal(numbers.distance, usual[Kind.IDENTITY], limits)
    for name, difference in numbers.differences.items():
        kind = Kind(name)
        yield drift.change_signal(kind, difference, usual[kind], limits, counts=name in numbers.counting)


def _labels(pair: LabelledPair) -> Iterator[str]:
    if pair.same_sitting:
        yield ONE_SITTING
    elif pair.same_sitting is False:
        yield from (kind for kind in (*KINDS, ANY) if pair.changed[kind])
        if pair.changed[ANY] is False:
            yield NOTHING


def _reasons(name: str, pair: LabelledPair) -> set[str]:
    """The reasons that would be right."""
    return {kind for kind in KINDS if pair.changed[kind]} if name == ANY else {name}


def _end(verdict: Verdict, reasons: set[str]) -> str:
    if verdict.decision is not Decision.DRIFT:
        return verdict.decision.value
    return RIGHT if reasons & {kind.value for kind in verdict.kinds} else WRONG
