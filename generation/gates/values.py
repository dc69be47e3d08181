"""What the gates answer with: measured values, their limits, and one plain sentence each."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from generation.gates.changes import changes
from generation.ranking import Entry, Verdict

__all__ = ["Report", "Result", "Verdict"]

SEVERITY: Final[dict[Verdict, int]] = {"pass": 0, "amber": 1, "refuse": 2}


@dataclass(frozen=True, slots=True)
class Result:
    """One measure of one gate. `amber` and `refuse` are the limits it was held against; None where there is none."""

    gate: str
    measure: str
    value: float
    amber: float | None
    refuse: float | None
    verdict: Verdict
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "value": round(self.value, 4)}


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one candidate. `distances` are to each reference template, in the order they were given."""

    results: tuple[Result, ...]
    threshold_set: str
    distances: tuple[float, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of all results."""
        return max((result.verdict for result in self.results), key=SEVERITY.__getitem__, default="pass")

    @property
    def refused_by(self) -> tuple[str, ...]:
        """The gates that refuse, each once."""
        return tuple(dict.fromkeys(result.gate for result in self.results if result.verdict == "refuse"))

    @property
    def changes(self) -> tuple[str, ...]:
        """Stable codes of what was changed against the photo: skin, shape, colour, light, surroundings."""
        return changes(self.results)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the person reads, worst first."""
        worst_first = sorted(self.results, key=lambda result: -SEVERITY[result.verdict])
        return tuple(dict.fromkeys(result.sentence for result in worst_first))

    @property
    def detail(self) -> float:
        """Skin texture left of the photo's, 1 is all of it: what the ranking breaks ties with. 1 when not measurable."""
        measures = ("texture.mid", "texture.mid_of_small", "texture.coarse")
        return next((value for key in measures if (value := self.value(key)) is not None), 1.0)

    @property
    def tone(self) -> float:
        """Change of the skin's L*."""
        return self.value("skin_tone.lightness") or 0.0

    def entry(self, key: int) -> Entry:
        """What the ranking needs of this candidate, whose number is `key`."""
        return Entry(key, self.verdict, self.distances, self.detail, self.tone)

    def value(self, key: str) -> float | None:
        """The value of one measure by 'gate.measure'; None when it was not taken."""
        return next((each.value for each in self.results if f"{each.gate}.{each.measure}" == key), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "threshold_set": self.threshold_set,
            "verdict": self.verdict,
            "changes": list(self.changes),
            "results": [result.as_json() for result in self.results],
            "distances": [round(distance, 4) for distance in self.distances],
        }
