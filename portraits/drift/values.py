"""What is seen, what is usual, and what follows from it: frozen values that become rows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final


class Decision(StrEnum):
    CONSISTENT = "consistent"
    WATCH = "watch"
    DRIFT = "drift"
    SOMEBODY_ELSE = "somebody_else"
    CANNOT_TELL = "cannot_tell"


class Kind(StrEnum):
    """One kind of evidence; its value is the reason code of a decision."""

    IDENTITY = "identity"
    GLASSES = "glasses"
    FACIAL_HAIR = "facial_hair"
    HAIR_COLOUR = "hair_colour"
    HAIR_LENGTH = "hair_length"
    BALDNESS = "baldness"
    OWN_WORD = "own_word"
    MANAGER = "manager"
    REVIEWER = "reviewer"
    CALENDAR = "calendar"


CHANGES: Final = (Kind.GLASSES, Kind.FACIAL_HAIR, Kind.HAIR_COLOUR, Kind.HAIR_LENGTH, Kind.BALDNESS)
MEASURED: Final = (Kind.IDENTITY, *CHANGES)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is normal between this portrait and this person's selfies, of one kind: in the unit of its differences."""

    centre: float
    spread: float
    n: int

    def as_json(self) -> dict[str, Any]:
        return {"centre": round(self.centre, 4), "spread": round(self.spread, 4), "n": self.n}


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind in one check.

    `difference` is as measured (identity: distance; changes: spreads of real unchanged pairs), `strength` the same from
    what is usual, in this person's own spreads, signed; both None when it could not be told. `found` only where it
    `counts`. `about` are the kinds that somebody ticked.
    """

    kind: Kind
    strength: float | None
    limit: float
    found: bool
    counts: bool
    sentence: str
    difference: float | None = None
    about: tuple[Kind, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "kind": self.kind.value, "about": [kind.value for kind in self.about]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Signal":
        about = tuple(Kind(kind) for kind in data.get("about", ()))
        return cls(**{"counts": True, **data, "kind": Kind(data["kind"]), "about": about})


@dataclass(frozen=True, slots=True)
class Observation:
    """One selfie held against the portrait, or one opinion: its day and what each kind of evidence says."""

    on: date
    signals: tuple[Signal, ...]

    @property
    def found(self) -> frozenset[Kind]:
        return frozenset(signal.kind for signal in self.signals if signal.found)


@dataclass(frozen=True, slots=True)
class Statistic:
    """What all selfies together say of one measured kind.

    `value` is held against `limit`: the median strength, for identity the level of its chart. `agreement` is the share of
    selfies on the median's side, `scatter` the median absolute deviation in spreads; `days` are those that show it.
    """

    kind: Kind
    value: float
    limit: float
    selfies: int
    days: int
    agreement: float
    scatter: float
    enough: bool
    confirmed: bool

    @property
    def reached(self) -> bool:
        return abs(self.value) >= self.limit

    def as_json(self) -> dict[str, Any]:
        figures = {
            "value": round(self.value, 4),
            "agreement": round(self.agreement, 4),
            "scatter": round(self.scatter, 4),
        }
        return {**asdict(self), "kind": self.kind.value, **figures}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kinds` carry the decision; `days` on which the strongest of them was seen; `statistics` of all measured kinds."""

    decision: Decision
    kinds: tuple[Kind, ...]
    days: int
    sentence: str
    statistics: tuple[Statistic, ...] = ()
