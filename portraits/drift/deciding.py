"""From everything that was seen and said of one portrait to one decision, with the kinds that carry it.

In this order: a reviewer's decision ends the question; a face as far away as somebody else's goes to a human; what several
selfies or several words confirm is drift; what was found once is watched; only what could be told is consistent.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from portraits.drift import identity_chart, opinions, statistic
from portraits.drift.limits import Limits
from portraits.drift.signals import named
from portraits.drift.values import CHANGES, MEASURED, Decision, Kind, Observation, Signal, Statistic, Verdict

NOTHING_YET = "No selfie has been compared yet."
POOR = "This picture cannot tell: try one in better light, facing the camera."
STILL = "The portrait still looks like you."


def decide(observations: Sequence[Observation], limits: Limits) -> Verdict:
    """Judge what is known of one portrait. Rows of one day may come in any order, except around a reviewer's decision."""
    ordered = sorted(observations, key=lambda seen: seen.on)
    if not ordered:
        return Verdict(Decision.CANNOT_TELL, (), 0, NOTHING_YET)
    ruling, since = opinions.ruling(ordered)
    if ruling is not None and (ruling.found or not since):
        return _ruled(ruling)
    oldest = ordered[-1].on - timedelta(days=limits.window_days)
    recent = [seen for seen in since if seen.on >= oldest]
    statistics = _statistics(recent, limits)
    for judge in (_somebody_else, _drift, _watch):
        if verdict := judge(recent, statistics, limits):
            return verdict
    return _consistent(recent, statistics)


def _ruled(ruling: Signal) -> Verdict:
    decision = Decision.DRIFT if ruling.found else Decision.CONSISTENT
    return Verdict(decision, (Kind.REVIEWER, *ruling.about), 1, ruling.sentence)


def _statistics(seen: Sequence[Observation], limits: Limits) -> tuple[Statistic, ...]:
    found = [identity_chart.of(seen, limits), *(statistic.of(kind, seen, limits) for kind in CHANGES)]
    return tuple(each for each in found if each is not None)


def _somebody_else(seen: Sequence[Observation], statistics: tuple[Statistic, ...], limits: Limits) -> Verdict | None:
    """The newest selfies, of several days, lie beyond the limit for other people and outside this person's band."""
    far: dict[date, list[float]] = {}
    for one in seen:
        signal = one.of(Kind.IDENTITY)
        if signal is not None and signal.difference is not None:
            far.setdefault(one.on, []).append(signal.difference if signal.found else 0.0)
    days = statistic.newest(far, limits)
    distances = [distance for day in days.values() for distance in day]
    if len(days) < limits.days or len(distances) < limits.selfies or min(distances) <= limits.somebody_else:
        return None
    said = "The picture that is shown may be of somebody else: a colleague has to look."
    return Verdict(Decision.SOMEBODY_ELSE, (Kind.IDENTITY,), len(days), said, statistics)


def _drift(seen: Sequence[Observation], statistics: tuple[Statistic, ...], limits: Limits) -> Verdict | None:
    measured = tuple(each for each in statistics if each.confirmed)
    voices = opinions.confirmed(seen, limits)
    kinds = tuple(dict.fromkeys((*(each.kind for each in measured), *voices)))
    if not kinds:
        return None
    days = max([each.days for each in measured], default=1)
    if voices:
        return Verdict(Decision.DRIFT, kinds, max(days, _days_of(voices[0], seen)), _said(voices, seen), statistics)
    said = f"The same change was seen on {days} different days: {named(kinds)}."
    return Verdict(Decision.DRIFT, kinds, days, said, statistics)


def _said(voices: tuple[Kind, ...], seen: Sequence[Observation]) -> str:
    first, others = voices[0], voices[1:]
    days = _days_of(first, seen)
    who = "You said" if first is Kind.OWN_WORD else "The manager said"
    often = f" on {days} days" if days > 1 else ""
    agreed = f" It agrees with {named(others)}." if others else ""
    return f"{who}{often} that this is not how the person on it looks now.{agreed}"


def _days_of(voice: Kind, seen: Sequence[Observation]) -> int:
    return len(opinions.said(voice, seen).days)


def _watch(seen: Sequence[Observation], statistics: tuple[Statistic, ...], _: Limits) -> Verdict | None:
    """Found on the newest day that could tell, said by somebody, or far on the whole while selfies disagree."""
    told = [one.on for one in seen if any(_told(one.of(kind)) for kind in MEASURED)]
    newest = {kind for one in seen if told and one.on == told[-1] for kind in MEASURED if kind in one.found}
    divided = {
        each.kind for each in statistics if each.enough and _counted(each, seen) and abs(each.value) >= each.limit
    }
    voices = {voice for voice in (Kind.OWN_WORD, Kind.MANAGER) if opinions.said(voice, seen).days}
    kinds = tuple(kind for kind in Kind if kind in newest | divided | voices)
    if not kinds:
        return None
    said = f"Something changed: {named(kinds)}. A selfie on another day decides."
    return Verdict(Decision.WATCH, kinds, 1, said, statistics)


def _consistent(seen: Sequence[Observation], statistics: tuple[Statistic, ...]) -> Verdict:
    """Only what could be told is unchanged: the face and every kind that counts, or the person's own word."""
    newest = [one for one in seen if one.on == seen[-1].on]
    counted = {signal.kind for one in newest for signal in one.signals if signal.counts and signal.kind in MEASURED}
    told = {kind for kind in counted if any(_told(one.of(kind)) for one in newest)}
    if opinions.fits(seen) or (counted and told == counted):
        return Verdict(Decision.CONSISTENT, (), 0, STILL, statistics)
    if not told:
        return Verdict(Decision.CANNOT_TELL, (), 0, POOR, statistics)
    unclear = [kind for kind in MEASURED if kind in counted - told]
    said = f"Nothing changed in what this picture shows; it cannot tell {named(unclear)}."
    return Verdict(Decision.CANNOT_TELL, (), 0, said, statistics)


def _told(signal: Signal | None) -> bool:
    return signal is not None and signal.strength is not None


def _counted(each: Statistic, seen: Sequence[Observation]) -> bool:
    return any(signal.counts for one in seen if (signal := one.of(each.kind)))
