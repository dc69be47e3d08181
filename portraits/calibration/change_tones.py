"""Are changes seen alike on light and dark skin? Labelled pairs of two sittings, counted by the tone of the skin they show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from portraits.calibration import skin_tone
from portraits.calibration.change_measuring import IN_USE, MeasuredPair, Statistics
from portraits.calibration.change_pairs import ANY
from portraits.calibration.skin_tone import Observed


@dataclass
class ByTone:
    """What is refused on `unchanged` pairs is a false alarm or not told, on `changed` ones a miss."""

    unchanged: Observed = field(default_factory=Observed)
    changed: Observed = field(default_factory=Observed)

    def as_json(self) -> dict[str, Any]:
        return {"unchanged": skin_tone.as_json(self.unchanged), "changed": skin_tone.as_json(self.changed)}


def by_tone(measured: Iterable[MeasuredPair], statistics: Statistics, *, same: float) -> ByTone:
    """`same` is the distance up to which two pictures pass for one person. Pairs without colour are left out."""
    found = ByTone()
    for each in measured:
        changed = each.pair.changed[ANY]
        if each.pair.same_sitting or each.angle is None or changed is None:
            continue
        value = statistics.of(each.comparison)[ANY][IN_USE]
        seen = value is not None and value > 1
        if changed:
            found.changed.add(each.angle, [("a visible change is missed", value, seen)])
        else:
            far = each.comparison.distance
            found.unchanged.add(
                each.angle,
                [
                    ("a change is found", value, not seen),
                    ("nothing can be told", None, value is not None),
                    ("too far for the same person", far, far <= same),
                ],
            )
    return found


def markdown(found: ByTone) -> Iterator[str]:
    for name, observed in (("unchanged", found.unchanged), ("changed", found.changed)):
        if observed.bands:
            yield ""
            yield f"Pairs of two sittings that a reader called {name}, by the skin of the first picture:"
            yield ""
            yield skin_tone.markdown(observed).rstrip()
