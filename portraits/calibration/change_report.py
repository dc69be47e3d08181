"""What labelled pairs say of every statistic, kind by kind, and whether a learned attribute has earned its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from portraits.calibration import change_scores
from portraits.calibration.bootstrap import Interval
from portraits.calibration.change_measuring import IDENTITY, IN_USE, LEARNED, MeasuredPair, Statistics, statistics_of
from portraits.calibration.change_pairs import ANY, KINDS, LABELS
from portraits.calibration.change_scores import Scores
from portraits.calibration.error_rates import Floats

FIXED: Final = 0.6  # the distance that the encoder's package suggests
SURE: Final = 0.8  # share of draws of people in which an attribute must be better to count
FEWEST: Final = 5  # changed people: fewer show nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One statistic on one kind. `untold` are changed and unchanged pairs that it cannot tell. None where nothing can be said."""

    statistic: str
    changed: int
    unchanged: int
    untold: tuple[int, int]
    auc: float | None
    auc_interval: Interval | None
    false_at_catch: float | None
    limit: float | None
    caught: int | None
    false_alarms: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the learned values of a kind may count: the share of draws of people in which they beat each rule."""

    counts: bool
    better_than: Mapping[str, float]
    sentence: str


@dataclass(frozen=True, slots=True)
class KindReport:
    """One kind: real second photos only. In `same_sitting` nothing may be found: pairs told, and found at the limit."""

    kind: str
    doubtful: int
    rows: tuple[Row, ...]
    same_sitting: tuple[int, int]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything; `portraits` counts people with a portrait and at least three pictures of other sittings."""

    pairs: int
    people: int
    same_sitting: int
    with_three_others: int
    kinds: tuple[KindReport, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Table = Mapping[str, Mapping[str, Scores]]  # by kind and statistic


def scores(measured: Sequence[MeasuredPair], statistics: Statistics) -> Table:
    """Every statistic over the pairs of two sittings that have a label of the kind."""
    found = [(each, statistics.of(each.comparison)) for each in measured if each.pair.same_sitting is False]
    table: dict[str, dict[str, Scores]] = {}
    for kind in LABELS:
        labelled = [(each, values[kind]) for each, values in found if each.pair.changed[kind] is not None]
        changed = np.array([bool(each.pair.changed[kind]) for each, _ in labelled], bool)
        people = np.array([each.person for each, _ in labelled], np.intp)
        table[kind] = {
            name: Scores(_column(values[name] for _, values in labelled), changed, people)
            for name in statistics_of(kind)
        }
    return table


def report(measured: Sequence[MeasuredPair], statistics: Statistics, *, seed: int) -> Report:
    """Rates with 95 % intervals over drawn people, and verdicts."""
    table = scores(measured, statistics)
    return Report(
        pairs=sum(each.pair.same_sitting is False for each in measured),
        people=len({each.person for each in measured}),
        same_sitting=sum(bool(each.pair.same_sitting) for each in measured),
        with_three_others=_with_three_others(measured),
        kinds=tuple(_kind(kind, measured, table[kind], statistics, seed=seed) for kind in LABELS),
    )


def curves(table: Table) -> dict[str, dict[str, tuple[Floats, Floats]]]:
    """False alarms and changes caught over all limits, by kind and statistic; only where both kinds of pair are told."""
    drawn: dict[str, dict[str, tuple[Floats, Floats]]] = {}
    for kind, by_name in table.items():
        found = {name: each.rates().curve() for name, each in by_name.items() if each.both_kinds}
        if found:
            drawn[kind] = {name: (alarms, 1 - missed) for name, (_, missed, alarms) in found.items()}
    return drawn


def _kind(
    kind: str, measured: Sequence[MeasuredPair], found: Mapping[str, Scores], statistics: Statistics, *, seed: int
) -> KindReport:
    limits = {IN_USE: 1.0 if kind == ANY else statistics.limits.get(kind), IDENTITY: FIXED}
    rows = tuple(_row(name, each, limits.get(name), seed=seed) for name, each in found.items())
    same = [statistics.of(each.comparison)[kind][IN_USE] for each in measured if each.pair.same_sitting]
    told = [value for value in same if value is not None]
    over = sum(value > (limits[IN_USE] or np.inf) for value in told)
    doubtful = sum(each.pair.changed[kind] is None for each in measured)
    return KindReport(
        kind, doubtful, rows, (len(told), over), _verdict(kind, found, seed=seed) if kind in KINDS else None
    )


def _row(name: str, found: Scores, limit: float | None, *, seed: int) -> Row:
    changed, unchanged = found.counts()
    untold = (int(found.changed.sum()) - changed, int((~found.changed).sum()) - unchanged)
    caught, alarms = found.above(limit) if limit is not None else (None, None)
    if not found.both_kinds:
        return Row(name, changed, unchanged, untold, None, None, None, limit, caught, alarms)
    rates = found.rates()
    span = change_scores.interval(found, change_scores.area, seed=seed)
    auc, at_catch = change_scores.area(rates), change_scores.alarms_at(rates)
    return Row(name, changed, unchanged, untold, auc, span, at_catch, limit, caught, alarms)


def _verdict(kind: str, found: Mapping[str, Scores], *, seed: int) -> Verdict:
    """Counts when it beats the region rules and the identity distance in at least SURE of the draws of people."""
    learned = found[LEARNED]
    if not learned.both_kinds:
        return Verdict(counts=False, better_than={}, sentence=f"{kind}: nothing to judge, so it does not count.")
    others = {name: each for name, each in found.items() if name not in (IN_USE, LEARNED)}
    better = {name: change_scores.share_better(learned, each, seed=seed) for name, each in others.items()}
    people = len(set(learned.people[learned.changed & learned.told]))
    counts = people >= FEWEST and all(share >= SURE for share in better.values())
    against = ", ".join(f"better than {name} in {share:.0%} of draws" for name, share in better.items())
    few = f"; {people} changed people are fewer than {FEWEST}" if people < FEWEST else ""
    return Verdict(counts, better, f"{kind}: {'counts' if counts else 'does not count'} ({against}{few}).")


def _with_three_others(measured: Iterable[MeasuredPair]) -> int:
    """People with four pictures of different sittings or more: a portrait, and three selfies for the median."""
    pictures: dict[int, set[str]] = {}
    for each in measured:
        if each.pair.same_sitting is False:
            pictures.setdefault(each.person, set()).update((str(each.pair.left), str(each.pair.right)))
    return sum(len(paths) >= 4 for paths in pictures.values())


def _column(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], np.float64)
