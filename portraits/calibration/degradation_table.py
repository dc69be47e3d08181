"""Does the right quality component answer a fault, and do the others stay? Medians over pictures, in spreads.

The margin of a component is its distance to its limit, negative when it fails. A spread is 1.4826 times the median
absolute deviation of the margins of the intact pictures, and at least a tenth of their median margin, because some
components are the same on every sound picture.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

STAYS: Final = 1.0  # spreads: less is what two pictures of one folder differ by
SLACK: Final = 0.05  # spreads that a stronger fault may lose again and still count as monotone: noise of the measure

Margins = dict[str, float | None]  # by component; None where it could not be told


@dataclass(frozen=True, slots=True)
class Grade:
    """One fault at one strength: the median change of each component, how many pictures lost their face by it."""

    strength: float
    changes: Margins
    failed: dict[str, int]
    measured: int
    lost: int

    def as_json(self) -> dict[str, Any]:
        return {
            "strength": self.strength,
            "changes": {name: None if value is None else round(value, 3) for name, value in self.changes.items()},
            "failed": self.failed,
            "measured": self.measured,
            "lost": self.lost,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One fault over its strengths, mild to strong."""

    name: str
    component: str
    unit: str
    grades: tuple[Grade, ...]

    @property
    def own(self) -> tuple[float | None, ...]:
        """The change of the component that must answer, strength by strength; None where no face was found."""
        return tuple(grade.changes.get(self.component) for grade in self.grades)

    @property
    def answered(self) -> bool:
        """The component falls with every strength, and by more than pictures differ anyway at the last it was seen."""
        seen = [change for change in self.own if change is not None]
        falls = all(later <= earlier + SLACK for earlier, later in zip([0.0, *seen], seen, strict=False))
        return bool(seen) and falls and seen[-1] <= -STAYS

    @property
    def others(self) -> dict[str, float]:
        """Other components that fell by more than a spread at the strongest grade that was measured."""
        last = next((grade for grade in reversed(self.grades) if grade.measured), None)
        changes = last.changes if last else {}
        return {
            name: change
            for name, change in changes.items()
            if name != self.component and change is not None and change <= -STAYS
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "component": self.component,
            "unit": self.unit,
            "answered": self.answered if self.component else None,
            "others": {name: round(change, 3) for name, change in self.others.items()},
            "grades": [grade.as_json() for grade in self.grades],
        }


@dataclass
class Measured:
    """What was measured, filled picture by picture: margins of the intact ones and of each fault at each strength."""

    intact: list[Margins] = field(default_factory=list)
    faults: dict[tuple[str, float], list[tuple[Margins, Margins]]] = field(default_factory=lambda: defaultdict(list))
    lost: dict[tuple[str, float], int] = field(default_factory=lambda: defaultdict(int))

    def spreads(self) -> dict[str, float]:
        return {name: _spread(values) for name in self._names() if (values := _told(self.intact, name))}

    def refused(self) -> dict[str, int]:
        """How many intact pictures each component refuses already."""
        counts = {name: sum((margins[name] or 0) < 0 for margins in self.intact) for name in self._names()}
        return {name: count for name, count in counts.items() if count}

    def row(self, name: str, component: str, unit: str, strengths: Sequence[float]) -> Row:
        spreads = self.spreads()
        return Row(name, component, unit, tuple(self._grade(name, strength, spreads) for strength in strengths))

    def _grade(self, fault: str, strength: float, spreads: dict[str, float]) -> Grade:
        seen = self.faults[fault, strength]
        changes = {
            name: _change([(before[name], after[name]) for before, after in seen], spread)
            for name, spread in spreads.items()
        }
        failed = {name: sum((after[name] or 0) < 0 for _, after in seen) for name in spreads}
        failures = {name: count for name, count in failed.items() if count}
        return Grade(strength, changes, failures, len(seen), self.lost[fault, strength])

    def _names(self) -> list[str]:
        return list(self.intact[0]) if self.intact else []


def margin(value: float | None, threshold: float, *, passed: bool) -> float | None:
    """How far a component is inside its limit, in its own unit; negative outside."""
    if value is None:
        return None
    return abs(value - threshold) if passed else -abs(value - threshold)


def markdown(measured: Measured, rows: Sequence[Row]) -> str:
    """What was refused intact, each fault with the component that must answer, and what the others did."""
    refused = ", ".join(f"{_words(name)} {count}" for name, count in measured.refused().items()) or "none"
    return "\n".join(
        [f"{len(measured.intact)} pictures; refused intact: {refused}.", "", *_answers(rows), "", *_matrix(rows), ""]
    )


def _answers(rows: Sequence[Row]) -> Iterator[str]:
    yield "| fault | strengths | must answer | change in spreads | fails on | answers | also falls at the strongest |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        strengths = ", ".join(f"{grade.strength:g}" for grade in row.grades)
        own = ", ".join(_cell(change) for change in row.own) if row.component else ""
        failed = ", ".join(f"{grade.failed.get(row.component, 0)}/{grade.measured}" for grade in row.grades)
        answers = ("yes" if row.answered else "**no**") if row.component else "no component is made for it"
        others = ", ".join(f"{_words(name)} {change:.1f}" for name, change in row.others.items()) or "nothing"
        yield (
            f"| {row.name} | {strengths} {row.unit} | {_words(row.component)} | {own} | "
            f"{failed if row.component else ''} | {answers} | {others} |"
        )


def _matrix(rows: Sequence[Row]) -> Iterator[str]:
    names = list(dict.fromkeys(name for row in rows for grade in row.grades for name in grade.changes))
    yield f"| fault, second strength | {' | '.join(_words(name) for name in names)} | no face |"
    yield "|---|" + "---|" * (len(names) + 1)
    for row in rows:
        grade = row.grades[1]
        cells = (
            f"**{_cell(grade.changes[name])}**" if name == row.component else _quiet(grade.changes[name])
            for name in names
        )
        yield f"| {row.name} {grade.strength:g} | {' | '.join(cells)} | {grade.lost or ''} |"


def _told(margins: Iterable[Margins], name: str) -> list[float]:
    return [value for each in margins if (value := each.get(name)) is not None]


def _spread(values: Sequence[float]) -> float:
    middle = statistics.median(values)
    mad = 1.4826 * statistics.median(abs(value - middle) for value in values)
    return max(mad, 0.1 * abs(middle), 1e-9)


def _change(pairs: Iterable[tuple[float | None, float | None]], spread: float) -> float | None:
    changes = [(after - before) / spread for before, after in pairs if before is not None and after is not None]
    return statistics.median(changes) if changes else None


def _words(component: str) -> str:
    return component.replace("_", " ")


def _cell(change: float | None) -> str:
    return "-" if change is None else f"{change:.1f}"


def _quiet(change: float | None) -> str:
    return "-" if change is None else "" if abs(change) < STAYS else f"{change:+.1f}"
