"""The damages of the suite, for tests that want one by its name."""

from generation.damages.belongings import with_braid, with_earring, with_glasses, with_headscarf, with_mole
from generation.damages.shape import big_eyes, mirrored_half, slim_jaw, small_nose, smile
from generation.damages.skin import (
    bilateral_skin,
    fake_pores,
    gaussian_skin,
    half_smoothed_skin,
    lighter_skin,
    separated_skin,
)
from generation.damages.surroundings import backdrop_lit_wrongly, face_relit, halo_cut, lost_ear, scissors_cut
from generation.damages.swaps import pasted_smile, swapped_body, swapped_face

__all__ = [
    "backdrop_lit_wrongly",
    "big_eyes",
    "bilateral_skin",
    "face_relit",
    "fake_pores",
    "gaussian_skin",
    "half_smoothed_skin",
    "halo_cut",
    "lighter_skin",
    "lost_ear",
    "mirrored_half",
    "pasted_smile",
    "scissors_cut",
    "separated_skin",
    "slim_jaw",
    "small_nose",
    "smile",
    "swapped_body",
    "swapped_face",
    "with_braid",
    "with_earring",
    "with_glasses",
    "with_headscarf",
    "with_mole",
]
