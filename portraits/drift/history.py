"""What was seen and said of one portrait, sorted once: by kind, oldest day first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portraits.drift.values import Kind, Observation, Signal

Dated = tuple[date, Signal]


@dataclass(frozen=True, slots=True)
class History:
    """`newest` is the last day of any kind. `told` leaves out what could not be told; `all` is everything."""

    newest: date
    _all: Mapping[Kind, Sequence[Dated]]
    _told: Mapping[Kind, Sequence[Dated]]

    @classmethod
    def of(cls, observations: Sequence[Observation]) -> "History":
        """Of at least one observation, oldest first."""
        everything: dict[Kind, list[Dated]] = defaultdict(list)
        told: dict[Kind, list[Dated]] = defaultdict(list)
        for seen in observations:
            for signal in seen.signals:
                everything[signal.kind].append((seen.on, signal))
                if signal.strength is not None:
                    told[signal.kind].append((seen.on, signal))
        return cls(observations[-1].on, dict(everything), dict(told))

    def all(self, kind: Kind) -> Sequence[Dated]:
        return self._all.get(kind, ())

    def told(self, kind: Kind) -> Sequence[Dated]:
        return self._told.get(kind, ())

    def newest_of(self, kind: Kind) -> list[Signal]:
        """The signals of the newest day, whether they could tell or not."""
        return [signal for on, signal in self.all(kind) if on == self.newest]
