"""From everything that was seen and said of one portrait to one decision, with the kinds that carry it.

In this order: a reviewer's decision ends the question; a face as far away as somebody else's goes to a human; what several
selfies or several words confirm is drift; what was found once is watched; only what could be told is consistent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Final

from portraits.drift import identity_chart, opinions, statistic
from portraits.drift.history import History
from portraits.drift.limits import Limits
from portraits.drift.opinions import Said
from portraits.drift.signals import named
from portraits.drift.values import CHANGES, MEASURED, Decision, Kind, Observation, Signal, Statistic, Verdict

NOTHING_YET: Final = "No selfie has been compared yet."
POOR: Final = "This picture cannot tell: try one in better light, facing the camera."
STILL: Final = "The portrait still looks like you."


def decide(observations: Sequence[Observation], limits: Limits) -> Verdict:
    """Judge what is known of one portrait. Rows of one day may come in any order, except around a reviewer's decision."""
    ordered = sorted(observations, key=lambda seen: seen.on)
    if not ordered:
        return Verdict(Decision.CANNOT_TELL, (), 0, NOTHING_YET)
    ruling, since = opinions.ruling(ordered)
    if ruling is not None and (ruling.found or not since):
        return _ruled(ruling)
    oldest = ordered[-1].on - timedelta(days=limits.window_days)
    case = _Case.of([seen for seen in since if seen.on >= oldest], limits)
    return case.somebody_else() or case.drift() or case.watch() or case.consistent() or case.cannot_tell()


def _ruled(ruling: Signal) -> Verdict:
    decision = Decision.DRIFT if ruling.found else Decision.CONSISTENT
    return Verdict(decision, (Kind.REVIEWER, *ruling.about), 1, ruling.sentence)


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything that is open about one portrait. Each question answers with a verdict, or None for the next question."""

    history: History
    limits: Limits
    statistics: tuple[Statistic, ...]
    own: Said
    manager: Said

    @classmethod
    def of(cls, seen: Sequence[Observation], limits: Limits) -> "_Case":
        history = History.of(seen)
        figures = chain([identity_chart.of(history, limits)], (statistic.of(kind, history, limits) for kind in CHANGES))
        told = tuple(each for each in figures if each is not None)
        voices = (opinions.said(kind, history) for kind in (Kind.OWN_WORD, Kind.MANAGER))
        return cls(history, limits, told, *voices)

    def somebody_else(self) -> Verdict | None:
        """The newest selfies, of several days, lie beyond the limit for other people and outside this person's band."""
        far = [(on, signal) for on, signal in self.history.told(Kind.IDENTITY) if self._far(signal)]
        if len(far) < self.limits.selfies:
            return None
        days = statistic.newest(statistic.by_day(self.history.told(Kind.IDENTITY)), self.limits)
        if len(days) < self.limits.days or sum(map(len, days.values())) > sum(on in days for on, _ in far):
            return None
        said = "The picture that is shown may be of somebody else: a colleague has to look."
        return Verdict(Decision.SOMEBODY_ELSE, (Kind.IDENTITY,), len(days), said, self.statistics)

    def _far(self, signal: Signal) -> bool:
        return signal.found and (signal.difference or 0.0) > self.limits.somebody_else

    def drift(self) -> Verdict | None:
        """What several selfies or several words confirm."""
        measured = [each for each in self.statistics if each.confirmed]
        voices = opinions.confirmed(self.own, self.manager, self.history, self.limits)
        kinds = tuple(dict.fromkeys((*(each.kind for each in measured), *voices)))
        if not kinds:
            return None
        days = max([each.days for each in measured], default=1)
        if not voices:
            said = f"The same change was seen on {days} different days: {named(kinds)}."
            return Verdict(Decision.DRIFT, kinds, days, said, self.statistics)
        voice = self.own if voices[0] is Kind.OWN_WORD else self.manager
        others = [kind for kind in kinds if kind is not voice.kind]
        return Verdict(Decision.DRIFT, kinds, max(days, len(voice.days)), _said(voice, others), self.statistics)

    def watch(self) -> Verdict | None:
        """Found on the newest day that could tell, said by somebody, or far on the whole while selfies disagree."""
        newest = max((self.history.told(kind)[-1][0] for kind in MEASURED if self.history.told(kind)), default=None)
        found = {kind for kind in MEASURED if any(s.found and on == newest for on, s in self.history.told(kind))}
        divided = {each.kind for each in self.statistics if each.enough and self._counts(each) and each.reached}
        voices = {voice.kind for voice in (self.own, self.manager) if voice.days}
        kinds = tuple(kind for kind in Kind if kind in found | divided | voices)
        if not kinds:
            return None
        twice = any(each.days >= self.limits.days for each in self.statistics if each.kind in kinds)
        wanted = "One more selfie" if twice else "A selfie on another day"
        said = f"Something changed: {named(kinds)}. {wanted} decides."
        return Verdict(Decision.WATCH, kinds, 1, said, self.statistics)

    def consistent(self) -> Verdict | None:
        """Only what could be told is unchanged: the face and every kind that counts, or the person's own word."""
        counted = self._counted()
        if self.own.fitted_on < self.history.newest and (not counted or counted - self._told()):
            return None
        return Verdict(Decision.CONSISTENT, (), 0, STILL, self.statistics)

    def cannot_tell(self) -> Verdict:
        told, unclear = self._told(), self._counted() - self._told()
        if not told:
            return Verdict(Decision.CANNOT_TELL, (), 0, POOR, self.statistics)
        names = named([kind for kind in MEASURED if kind in unclear])
        said = f"Nothing changed in what this picture shows; it cannot tell {names}."
        return Verdict(Decision.CANNOT_TELL, (), 0, said, self.statistics)

    def _counted(self) -> set[Kind]:
        """Measured kinds that count, of the newest day."""
        return {kind for kind in MEASURED if any(signal.counts for signal in self.history.newest_of(kind))}

    def _told(self) -> set[Kind]:
        newest = self.history.newest_of
        return {kind for kind in self._counted() if any(signal.strength is not None for signal in newest(kind))}

    def _counts(self, each: Statistic) -> bool:
        return self.history.told(each.kind)[-1][1].counts


def _said(voice: Said, others: Sequence[Kind]) -> str:
    who = "You said" if voice.kind is Kind.OWN_WORD else "The manager said"
    often = f" on {len(voice.days)} days" if len(voice.days) > 1 else ""
    agreed = f" It agrees with: {named(others)}." if others else ""
    return f"{who}{often} that this is not how the person on it looks now.{agreed}"
