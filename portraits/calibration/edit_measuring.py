"""Painting changes and nuisances on the pictures of a list, and measuring what each does to every statistic."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from portraits.calibration import pairs
from portraits.calibration.change_measuring import IN_USE, Compare, Comparison, Seen, Statistics, statistics_of
from portraits.calibration.change_pairs import ANY, LABELS
from portraits.calibration.comparing import UnusablePictureError
from portraits.calibration.edit_trials import EditReport, EditRow, NuisanceRow, Outcomes, Trial
from portraits.calibration.pairs import Broken

COLUMNS: Final = ("picture", "second")

Picture = Any  # uint8 H x W x 3
Compared = Comparison | None  # None when no face was found in one of the two


@dataclass(frozen=True, slots=True)
class Canvas:
    """A face without glasses, beard or long hair, and a photo of another sitting where there is one."""

    line: int
    picture: Path
    second: Path | None


def read(file: Path) -> list[Canvas]:
    """The list of pictures; PairsError when it has no such columns or a line names none."""
    return [_canvas(row, line, file.parent) for line, row in pairs.rows(file, COLUMNS)]


def _canvas(row: Mapping[str, str], line: int, folder: Path) -> Canvas:
    if not row["picture"]:
        raise pairs.PairsError(f"Line {line} names no picture.")
    return Canvas(line, folder / row["picture"], folder / row["second"] if row["second"] else None)


class Nuisance(Protocol):
    """Changes a picture and not the person."""

    @property
    def name(self) -> str: ...
    @property
    def apply(self) -> Callable[[Picture, Any], Picture]: ...


class Edit(Nuisance, Protocol):
    """Paints a change of one kind."""

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Painter:
    """What is painted, and how a picture is opened, its face found and looked at. These raise UnusablePictureError."""

    must_be_found: tuple[Edit, ...]
    reported: tuple[Edit, ...]
    nuisances: tuple[Nuisance, ...]
    open: Callable[[Path], Picture]
    face: Callable[[Picture], Any]
    look: Callable[[Picture], Seen]
    compare: Compare

    @property
    def edits(self) -> tuple[Edit, ...]:
        return (*self.must_be_found, *self.reported)


@dataclass
class Painted:
    """What the comparisons gave so far, by name of the edit or nuisance."""

    edits: dict[str, list[Compared]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, list[Compared]] = field(default_factory=lambda: defaultdict(list))
    nuisances: dict[str, list[Compared]] = field(default_factory=lambda: defaultdict(list))
    unchanged: list[Compared] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    pictures: int = 0


def paint(canvases: Iterable[Canvas], painter: Painter) -> Painted:
    """Every edit and nuisance on every picture; `broken` names the lines whose pictures cannot be used."""
    done = Painted()
    for canvas in canvases:
        try:
            _paint(canvas, painter, done)
        except (UnusablePictureError, OSError) as problem:
            done.broken.append(Broken(canvas.line, f"{canvas.picture.name}: {problem}"))
    return done


def _paint(canvas: Canvas, painter: Painter, done: Painted) -> None:
    picture = painter.open(canvas.picture)
    face, plain = painter.face(picture), painter.look(picture)
    second = painter.look(painter.open(canvas.second)) if canvas.second else None
    done.pictures += 1
    for nuisance in painter.nuisances:
        done.nuisances[nuisance.name].append(_against(plain, nuisance.apply(picture, face), painter))
    for edit in painter.edits:
        painted = _seen(edit.apply(picture, face), painter)
        done.edits[edit.name].append(_compared(plain, painted, painter))
        if second:
            done.seconds[edit.name].append(_compared(second, painted, painter))
    if second:
        done.unchanged.append(_compared(second, plain, painter))


def report(done: Painted, painter: Painter, statistics: Statistics) -> EditReport:
    limits = {**statistics.limits, ANY: 1.0}
    return EditReport(
        pictures=done.pictures,
        seconds=len(done.unchanged),
        edits=tuple(
            _row(edit, trial, done, statistics)
            for edit in painter.edits
            for trial in _trials(edit, limits, promised=edit in painter.must_be_found)
        ),
        nuisances=tuple(_nuisance(name, found, statistics, limits) for name, found in done.nuisances.items()),
    )


def _trials(edit: Edit, limits: Mapping[str, float], *, promised: bool) -> Iterator[Trial]:
    for name in statistics_of(edit.kind):
        limit = limits.get(edit.kind) if name == IN_USE else None
        yield Trial(edit.name, edit.kind, name, promised, limit)


def _row(edit: Edit, trial: Trial, done: Painted, statistics: Statistics) -> EditRow:
    def values(found: Iterable[Compared]) -> list[float | None]:
        return [statistics.of(each)[trial.kind][trial.statistic] if each else None for each in found]

    nuisances = [each for found in done.nuisances.values() for each in found]
    painted, second = done.edits[edit.name], done.seconds[edit.name]
    return EditRow.of(trial, Outcomes(values(painted), values(nuisances), values(second), values(done.unchanged)))


def _nuisance(name: str, found: list[Compared], statistics: Statistics, limits: Mapping[str, float]) -> NuisanceRow:
    values = [{kind: each[IN_USE] for kind, each in statistics.of(compared).items()} for compared in found if compared]
    told = sum(any(value is not None for value in each.values()) for each in values)
    over = {kind: sum((each[kind] or 0) > limits.get(kind, float("inf")) for each in values) for kind in LABELS[:-1]}
    return NuisanceRow(name, len(found), told, {kind: number for kind, number in over.items() if number})


def _against(plain: Seen, picture: Picture, painter: Painter) -> Compared:
    return _compared(plain, _seen(picture, painter), painter)


def _seen(picture: Picture, painter: Painter) -> Seen | None:
    try:
        return painter.look(picture)
    except UnusablePictureError:
        return None


def _compared(before: Seen, after: Seen | None, painter: Painter) -> Compared:
    return Comparison.of(before, after, painter.compare) if after else None
