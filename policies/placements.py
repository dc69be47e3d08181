"""Where a portrait can appear: the catalogue of packs/placements.yaml.

An *anchor* is read by an identity control and takes real captures only; a *presentation* takes what the rules allow.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from policies.vocabulary import Audience, Channel

CATALOGUE = Path(__file__).parent / "packs" / "placements.yaml"
SHORT_SIDE_SHARE = 0.05  # lower bound of label text height, of the short side: GB 45438-2025, the one law with a number
LEGIBLE = 14  # pixels; smaller capitals were not legible at 96 px


class PlacementKind(StrEnum):
    ANCHOR = "anchor"
    PRESENTATION = "presentation"


class Shape(StrEnum):
    """What of the picture its viewers see."""

    SQUARE = "square"
    CIRCLE = "circle"
    ROUNDED = "rounded"
    RECTANGLE = "rectangle"


class UnknownPlacementError(LookupError):
    """There is no placement of that name; the sentence lists those there are."""


@dataclass(frozen=True, slots=True)
class Placement:
    """`width` and `height` in pixels, `max_bytes` of the whole file or None, `channels` where a label can stand.

    `channel` names the way its files go out. `credentials` says whether Content Credentials lie inside the file or beside
    it, where whatever takes the file keeps only a small picture. `sector` is the trade whose rules bind there, whoever
    shows it. `head` is how much of the height lies between crown and chin, and where from the top the eyes are, where
    somebody prescribes it. `source` says where the numbers come from.
    """

    key: str
    title: str
    platform: str
    kind: PlacementKind
    audience: Audience
    width: int
    height: int
    shape: Shape
    format: str
    max_bytes: int | None
    channels: frozenset[Channel]
    channel: str = "folder"
    credentials: str = "inside"
    sector: str = ""
    head: tuple[float, float] | None = None
    source: str = ""

    @property
    def is_anchor(self) -> bool:
        return self.kind is PlacementKind.ANCHOR

    @property
    def label_height(self) -> int:
        """Pixels that the capitals of a visible label should at least be high."""
        return max(LEGIBLE, round(min(self.width, self.height) * SHORT_SIDE_SHARE))


@cache
def catalogue() -> dict[str, Placement]:
    """Every placement by its key, in the order of the file."""
    rows = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["placements"]
    return {row["key"]: _placement(row) for row in rows}


def get(key: str) -> Placement:
    """The placement of that key; UnknownPlacementError when there is none."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownPlacementError(f"There is no placement {key!r}. There are: {', '.join(catalogue())}.") from None


def anchors() -> tuple[str, ...]:
    """The keys of the placements that an identity control reads."""
    return tuple(key for key, placement in catalogue().items() if placement.is_anchor)


def _placement(row: dict[str, Any]) -> Placement:
    plain = {
        **row,
        "kind": PlacementKind(row["kind"]),
        "audience": Audience(row["audience"]),
        "shape": Shape(row["shape"]),
        "channels": frozenset(Channel(name) for name in row["channels"]),
        "head": tuple(row["head"]) if "head" in row else None,
    }
    return Placement(**plain)
