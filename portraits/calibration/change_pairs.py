"""Reading labelled pairs of one person: what a reader saw change between two pictures, kind by kind, blank where in doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from portraits.calibration import pairs
from portraits.calibration.pairs import Broken

ANY: Final = "any"
KINDS: Final = ("glasses", "facial_hair", "hair_colour", "hair_length", "baldness")
LABELS: Final = (*KINDS, ANY)
COLUMNS: Final = ("left", "right", "same_sitting", *LABELS)
ANSWERS: Final[Mapping[str, bool | None]] = {"1": True, "0": False, "": None}


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two pictures of one person. `changed` has per kind, and for any visible change, yes, no or None for doubtful."""

    line: int
    left: Path
    right: Path
    same_sitting: bool | None
    changed: Mapping[str, bool | None]


def read(file: Path) -> Iterator[LabelledPair | Broken]:
    """Every line in turn; PairsError when the file has no such columns."""
    return (_labelled(row, line, file.parent) for line, row in pairs.rows(file, COLUMNS))


def _labelled(row: Mapping[str, str], line: int, folder: Path) -> LabelledPair | Broken:
    named = pairs.two_pictures(row, folder)
    if named is None:
        return Broken(line, "It does not name two pictures.")
    if named[0] == named[1]:
        return Broken(line, "Both pictures are the same file.")
    for name in COLUMNS[2:]:
        if row[name] not in ANSWERS:
            return Broken(
                line, f"'{row[name]}' under {name} is neither 1 (changed), 0 (not changed) nor blank (doubtful)."
            )
    same_sitting, *changed = (ANSWERS[row[name]] for name in COLUMNS[2:])
    if same_sitting and any(changed):
        return Broken(line, "It says one sitting and a visible change.")
    if changed[-1] is False and any(changed[:-1]):
        return Broken(line, "It says no visible change at all and a change of one kind.")
    return LabelledPair(line, *named, same_sitting, dict(zip(LABELS, changed, strict=True)))
