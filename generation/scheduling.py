"""Which run a worker takes next: the oldest, unless staying on the loaded model saves loading another one, for a while.

Loading a model takes longer than making a picture with it, so runs of one model are done together; the bounds keep the
others from waiting for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

HEAD_START: Final = 3600.0  # seconds that a rush is ahead of what was asked for when it was


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run nobody holds. `since` is when it was asked for, in seconds of any clock; `model` is empty where none is needed;
    `rush` is one that was asked for with a reason why it cannot wait."""

    pk: int
    model: str
    since: float
    rush: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long others may be kept waiting: after so many runs or seconds on a model it is their turn."""

    runs: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Stay:
    """The model in memory, the runs made on it in a row, and when the first of them began."""

    model: str = ""
    runs: int = 0
    began: float = 0.0

    def after(self, model: str, now: float) -> "Stay":
        """The stay once a run of this model was taken. One that needs no model leaves the loaded one where it is."""
        if not model:
            return self
        if model == self.model:
            return replace(self, runs=self.runs + 1)
        return Stay(model, 1, now)

    def over(self, now: float, bounds: Bounds) -> bool:
        return self.runs >= bounds.runs or now - self.began >= bounds.seconds


def order(waiting: Sequence[Waiting], stay: Stay, now: float, bounds: Bounds) -> list[Waiting]:
    """All that wait, the best to take first; the next ones count when another worker was quicker.

    While the stay lasts, what needs no loading comes first. When it is over, the oldest does, whatever it needs. A rush
    counts as asked for HEAD_START earlier and waits for no stay: it overtakes, and whoever waits that long goes first.
    """
    staying = bool(stay.model) and not stay.over(now, bounds)

    def place(each: Waiting) -> tuple[bool, float, int]:
        loads = bool(each.model) and each.model != stay.model
        return staying and loads and not each.rush, each.since - HEAD_START * each.rush, each.pk

    return sorted(waiting, key=place)
