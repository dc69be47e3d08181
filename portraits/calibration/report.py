"""Everything a calibration found, ready for a page, a program and portraits/thresholds.yaml."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from portraits.calibration import bootstrap
from portraits.calibration.ageing import Ageing, ageing
from portraits.calibration.bootstrap import Figure, Interval
from portraits.calibration.comparisons import Comparisons
from portraits.calibration.error_rates import Rates, claimed, needed
from portraits.likeness import Thresholds

ODD: Final = 3  # lines named at each end, for a look at their labels
DIGITS: Final = 4


class TooFewPairsError(ValueError):
    """There is nothing to work out: one of the two kinds of pair is missing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """False match rates to find thresholds for, and the two error rates that the threshold set must hold."""

    fmrs: tuple[float, ...] = (0.01, 0.001, 0.0001)
    fmr_at_same: float = 0.001
    fnmr_at_other: float = 0.03


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """The threshold for a chosen FMR; None with fewer than 3/FMR independent non-mated comparisons."""

    wanted: float
    needed: int
    threshold: float | None
    interval: Interval | None = None
    fnmr: float | None = None
    fnmr_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class GroupRates:
    """One group of the operator's file at one threshold: errors and pairs, so that nobody reads a rate off three."""

    group: str
    threshold: float
    false_matches: int
    non_mated: int
    false_non_matches: int
    mated: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was found; distances in the encoder's space, intervals of 95 % over drawn people."""

    encoder: str
    mated: int
    non_mated: int
    people_mated: int
    people_non_mated: int
    auc: float
    eer: float
    eer_interval: Interval
    eer_threshold: float
    points: tuple[OperatingPoint, ...]
    groups: tuple[GroupRates, ...]
    ageing: Ageing | None
    farthest_mated: tuple[int, ...]
    nearest_non_mated: tuple[int, ...]
    thresholds: Thresholds | None
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "thresholds": asdict(self.thresholds) if self.thresholds else None}


def report(pairs: Comparisons, *, encoder: str, key: str, wanted: Wanted, seed: int) -> Report:
    """Work everything out; TooFewPairsError without at least one mated and one non-mated pair."""
    mated, non_mated = int(pairs.mated.sum()), int((~pairs.mated).sum())
    if not mated or not non_mated:
        raise TooFewPairsError("Calibration needs mated and non-mated pairs, and one of the two kinds is missing.")
    rates = pairs.rates()
    supported = [fmr for fmr in wanted.fmrs if needed(fmr) <= pairs.trials(mated=False)]
    spans = bootstrap.intervals(pairs, _figures(rates, supported), seed=seed)
    people = pairs.trials(mated=True)
    points = tuple(_point(rates, fmr, spans, people=people) for fmr in wanted.fmrs)
    thresholds, missing = propose(pairs, encoder=encoder, key=key, wanted=wanted)
    eer, eer_threshold = rates.equal_error
    return Report(
        encoder=encoder,
        mated=mated,
        non_mated=non_mated,
        people_mated=people,
        people_non_mated=pairs.trials(mated=False),
        auc=rates.auc,
        eer=eer,
        eer_interval=spans["eer"],
        eer_threshold=eer_threshold,
        points=points,
        groups=_groups(pairs, points),
        ageing=ageing(pairs, seed=seed),
        farthest_mated=_extremes(pairs, mated=True),
        nearest_non_mated=_extremes(pairs, mated=False),
        thresholds=thresholds,
        missing=missing,
    )


def propose(pairs: Comparisons, *, encoder: str, key: str, wanted: Wanted) -> tuple[Thresholds | None, tuple[str, ...]]:
    """A threshold set that keeps both rates, or the sentences that say what is missing for one.

    `same` keeps the FMR and `other` the FNMR. Where the two kinds lie so far apart that the second limit comes first,
    they change places: both rates still hold, and what lies between still belongs to a human.
    """
    strangers, people = pairs.trials(mated=False), pairs.trials(mated=True)
    missing = [
        f"Not enough {kind} for {name} {rate:g}: it needs {needed(rate)}, there are {trials}."
        for kind, name, rate, trials in (
            ("pairs of two people", "FMR", wanted.fmr_at_same, strangers),
            ("people with two pictures", "FNMR", wanted.fnmr_at_other, people),
        )
        if trials < needed(rate)
    ]
    if missing:
        return None, tuple(missing)
    rates = pairs.rates()
    limits = (rates.threshold_at_fmr(wanted.fmr_at_same), rates.threshold_at_fnmr(wanted.fnmr_at_other))
    same, other = _inside(min(limits)), _beyond(max(limits))
    proposal = Thresholds(
        key=key,
        encoder=encoder.split()[0],
        same=same,
        other=other,
        fmr_at_same=_beyond(claimed(rates.fmr(same), strangers)),
        fnmr_at_other=_beyond(claimed(rates.fnmr(other), people)),
        source=f"{int(pairs.mated.sum())} mated pairs of {people} people, {int((~pairs.mated).sum())} non-mated pairs "
        f"of {strangers} pairs of people",
    )
    return proposal, ()


def _figures(rates: Rates, supported: list[float]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {"eer": lambda drawn: drawn.equal_error[0]}
    for fmr in supported:
        at = rates.threshold_at_fmr(fmr)
        figures[f"threshold {fmr}"] = lambda drawn, fmr=fmr: drawn.threshold_at_fmr(fmr)  # type: ignore[misc]
        figures[f"fnmr {fmr}"] = lambda drawn, at=at: drawn.fnmr(at)  # type: ignore[misc]
    return figures


def _point(rates: Rates, wanted: float, spans: dict[str, Interval], *, people: int) -> OperatingPoint:
    if f"threshold {wanted}" not in spans:
        return OperatingPoint(wanted, needed(wanted), None)
    at = rates.threshold_at_fmr(wanted)
    fnmr, (low, high) = rates.fnmr(at), spans[f"fnmr {wanted}"]
    if not fnmr:
        high = max(high, claimed(0, people))  # drawing the same faultless people again shows no fault
    return OperatingPoint(wanted, needed(wanted), at, spans[f"threshold {wanted}"], fnmr, (low, high))


def _groups(pairs: Comparisons, points: tuple[OperatingPoint, ...]) -> tuple[GroupRates, ...]:
    return tuple(
        GroupRates(
            group=name,
            threshold=point.threshold,
            false_matches=int((of & ~pairs.mated & (pairs.distance <= point.threshold)).sum()),
            non_mated=int((of & ~pairs.mated).sum()),
            false_non_matches=int((of & pairs.mated & (pairs.distance > point.threshold)).sum()),
            mated=int((of & pairs.mated).sum()),
        )
        for name, of in pairs.groups.items()
        for point in points
        if point.threshold is not None
    )


def _extremes(pairs: Comparisons, *, mated: bool) -> tuple[int, ...]:
    """The lines most worth a look: wrong labels gather at these ends."""
    rows = np.flatnonzero(pairs.mated == mated)
    order = np.argsort(-pairs.distance[rows] if mated else pairs.distance[rows], kind="stable")[:ODD]
    return tuple(int(line) for line in pairs.lines[rows[order]])


def _inside(threshold: float) -> float:
    return float(np.floor(threshold * 10**DIGITS) / 10**DIGITS)


def _beyond(value: float) -> float:
    return float(np.ceil(value * 10**DIGITS) / 10**DIGITS)
