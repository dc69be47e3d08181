"""What the heads answer with, and what is known of each head. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

NAMES: Final = ("glasses", "beard", "moustache", "grey_hair", "hair_length", "baldness")
BINARY: Final = ("glasses", "beard", "moustache")  # labelled 0 or 1; the others 0, 1 or 2


@dataclass(frozen=True, slots=True)
class Attributes:
    """Values of one picture by name, in the units of the labels (0 to 1, to 2 for the three of hair), drawn to their middle.

    A name is missing when it cannot be told. Values of different versions are never compared.
    """

    values: Mapping[str, float]
    version: str


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of one head. One in twenty real pairs of one person without such a change lies more than 1.96 `spread`
    apart; `counts` says whether the head may carry a finding at all. `figures` are those that the training command prints.
    """

    spread: float
    counts: bool
    source: str
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Model:
    """The heads of one version, and the weights of which encoder they stand on."""

    version: str
    encoder: str
    heads: Mapping[str, Head]
