"""Everything one labelled photograph is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from generation.faces.covers.real_hands import Hand
from generation.faces.covers.training import Example, examples
from generation.faces.photographs.labels import Labelled
from generation.faces.values import Face, Picture


@dataclass(frozen=True, slots=True)
class Look:
    held: bool
    examples: tuple[Example, ...]


def look(picture: Picture, face: Face, labelled: Labelled, *, real: Sequence[Hand] = ()) -> Look:
    """`real` hands are laid before the mouths of people who are held back."""
    held = labelled.source.held
    return Look(held, tuple(examples(picture, face, labelled, real if held else ())))
