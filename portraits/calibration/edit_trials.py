"""Painted changes against two nulls: the same picture in another light or lens, and a real second photo of the person.

The first null flatters: it moves a measure far less than two real sittings do. So both are told.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from portraits.calibration import change_scores
from portraits.calibration.change_scores import Scores

Values = Sequence[float | None]  # one a picture, None where it cannot be told
FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One painted change under one statistic; only the one in use has a limit."""

    name: str
    kind: str
    statistic: str
    promised: bool
    limit: float | None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`painted` against the picture itself, `second` against the second photo, `unchanged` the two photos as they are."""

    painted: Values
    nuisances: Values
    second: Values
    unchanged: Values


@dataclass(frozen=True, slots=True)
class EditRow:
    """How many pictures were told and found at the limit, and the areas against both nulls."""

    trial: Trial
    pictures: int
    told: int
    found: int | None
    auc_nuisances: float | None
    seconds: int
    found_second: int | None
    auc_second: float | None

    @classmethod
    def of(cls, trial: Trial, seen: Outcomes) -> "EditRow":
        return cls(
            trial,
            pictures=len(seen.painted),
            told=len(_told(seen.painted)),
            found=_over(seen.painted, trial.limit),
            auc_nuisances=_area(seen.painted, seen.nuisances),
            seconds=len(_told(seen.second)),
            found_second=_over(seen.second, trial.limit),
            auc_second=_area(seen.second, seen.unchanged),
        )


@dataclass(frozen=True, slots=True)
class NuisanceRow:
    """One nuisance: on how many pictures something could be told, and how often each kind was found, which it must not."""

    name: str
    pictures: int
    told: int
    found: dict[str, int]


@dataclass(frozen=True, slots=True)
class EditReport:
    """Painted changes and nuisances on `pictures`, of which `seconds` have a real second photo."""

    pictures: int
    seconds: int
    edits: tuple[EditRow, ...]
    nuisances: tuple[NuisanceRow, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _told(values: Values) -> list[float]:
    return [value for value in values if value is not None]


def _over(values: Values, limit: float | None) -> int | None:
    return None if limit is None else sum(value > limit for value in _told(values))


def _area(changed: Values, unchanged: Values) -> float | None:
    values = np.array([np.nan if value is None else value for value in (*changed, *unchanged)], np.float64)
    found = Scores(values, np.arange(values.size) < len(changed), np.zeros(values.size, np.intp))
    return change_scores.area(found.rates()) if min(found.counts()) >= FEWEST else None
