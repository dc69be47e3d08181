"""What a person looks for in a picture that software made, because no measure sees all of it. Approval needs all of it.

The measures say where to look twice: a code of what was changed (generation/gates/changes.py) points at its place.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """One place to look at, what it should look like, and the codes of the gates that point at it."""

    key: str
    sentence: str
    codes: frozenset[str]


def _place(key: str, sentence: str, codes: str = "") -> Place:
    return Place(key, sentence, frozenset(codes.split()))


PLACES: Final = (
    _place("eyes", "Eyes: they look where they look in the photo, with round pupils and the same light in both.",
           "feature_resized face_unclear eyes_redrawn eyes_recoloured"),
    _place("mouth", "Mouth: open or closed as in the photo, and every tooth is one tooth.", "features_moved teeth_redrawn"),
    _place("skin", "Skin: pores, lines and marks are there, and no part of it looks like wax.",
           "skin_smoothed skin_detail_added skin_detail_foreign mark_lost made_symmetric half_mirrored"),
    _place("ears", "Ears, earrings, glasses: all that the photo shows is there and whole.", "thing_lost"),
    _place("hair", "Hair: it ends in hair. No strand stops in the air or runs into the room.", "outline_changed halo_left cut_hard"),
    _place("hands", "Hands: as in the photo, with no finger more and none less.", "thing_added"),
    _place("clothes", "Clothes: collar, seams and buttons go on where they should, and letters can be read.",
           "body_changed thing_added thing_exchanged letters_redrawn"),
    _place("room", "Room: nothing bends around them, nothing is there twice, and nobody else is in it.", "backdrop_lit_wrongly face_relit company_kept"),
)  # fmt: skip
KEYS: Final = frozenset(place.key for place in PLACES)


def missing(looked_at: Collection[str]) -> tuple[Place, ...]:
    """What was not looked at yet, in the list's order."""
    return tuple(place for place in PLACES if place.key not in looked_at)


def pointed_at(changes: Iterable[str]) -> frozenset[str]:
    """The places that measured changes point at."""
    codes = set(changes)
    return frozenset(place.key for place in PLACES if place.codes & codes)
