"""The damage suite: every named fault at its stated strength, with the gates of which one must refuse it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from generation.damages import belongings, redrawn, shape, skin, surroundings, swaps
from generation.damages.portrait import Portrait
from generation.faces.values import Picture


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A candidate that must be refused. `photo` is the photo it claims to be made from, None for the portrait's own crop."""

    candidate: Picture
    photo: Picture | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One damage. `gates` are those made for it: a refusal by another one counts as a catch too, and is told apart."""

    name: str
    strength: str
    gates: frozenset[str]
    make: Callable[[Portrait, Portrait], Trial]


Made = Callable[[Portrait], Picture]


def _fault(name: str, strength: str, gates: str, damage: Made) -> Fault:
    return Fault(name, strength, frozenset(gates.split()), lambda portrait, _: Trial(damage(portrait)))


def _loss(name: str, strength: str, gates: str, adorned: Made) -> Fault:
    """The photo has it, the candidate does not."""
    return Fault(name, strength, frozenset(gates.split()), lambda portrait, _: Trial(portrait.crop, adorned(portrait)))


def _change(name: str, strength: str, gates: str, worn: Made, drawn: Made) -> Fault:
    """The photo has one, the candidate another."""
    return Fault(name, strength, frozenset(gates.split()), lambda portrait, _: Trial(drawn(portrait), worn(portrait)))


def _swap(name: str, strength: str, gates: str, swap: Callable[[Portrait, Portrait], Picture]) -> Fault:
    return Fault(name, strength, frozenset(gates.split()), lambda portrait, other: Trial(swap(portrait, other)))


FAULTS: Final = (
    _fault("gaussian skin", "sigma 1.2 % of the face", "texture", skin.gaussian_skin),
    _fault("bilateral skin", "strength 35, twice", "texture", skin.bilateral_skin),
    _fault("half a beauty filter", "50 %", "texture", skin.half_smoothed_skin),
    _fault("frequency separation", "40 % of the detail", "texture", skin.separated_skin),
    _fault("fake pores", "8 % noise on smoothed skin", "texture", skin.fake_pores),
    _fault("lighter skin", "+6 L*", "skin_tone", partial(skin.lighter_skin, steps=6)),
    _fault("darker skin", "-6 L*", "skin_tone", partial(skin.lighter_skin, steps=-6)),
    _fault("slim jaw", "4 %", "geometry", partial(shape.slim_jaw, amount=0.04)),
    _fault("bigger eyes", "8 %", "geometry", partial(shape.big_eyes, amount=0.08)),
    _fault("smaller nose", "12 %", "geometry", shape.small_nose),
    _fault("pulled smile", "4 % of the face", "expression geometry", partial(shape.smile, amount=0.04)),
    _swap("pasted smile", "another mouth", "expression geometry texture", swaps.pasted_smile),
    _fault("mirrored half", "whole", "symmetry", shape.mirrored_half),
    _fault("half symmetric", "50 %", "symmetry", partial(shape.mirrored_half, share=0.5)),
    _loss("mole removed", "3 mm", "marks", belongings.with_mole),
    _loss("earring lost", "14 mm", "belongings", belongings.with_earring),
    _loss("glasses lost", "3 mm frame", "belongings", belongings.with_glasses),
    _loss("braid lost", "24 mm wide", "belongings background", belongings.with_braid),
    _loss("headscarf lost", "whole", "belongings background", belongings.with_headscarf),
    _fault("halo", "1 % of the height", "background", surroundings.halo_cut),
    _fault("scissors cut", "no softness", "background", surroundings.scissors_cut),
    _fault("lost ear", "22 % of the face", "background belongings", surroundings.lost_ear),
    _fault("backdrop lit wrongly", "from one side", "background", surroundings.backdrop_lit_wrongly),
    _fault("face lit wrongly", "1.5 stops across", "face_light", surroundings.face_relit),
    _swap("body swapped", "another body", "body", swaps.swapped_body),
    _swap("face swapped", "another face", "identity", swaps.swapped_face),
    _fault("detail redrawn", "all below .2 % of the height", "texture", redrawn.through_a_code),
    _swap("face drifted", "a quarter of the way to another", "geometry identity", redrawn.drifted_shape),
    _fault("hairline lowered", "5 % of the face", "geometry belongings", redrawn.lower_hairline),
    _fault("eyes recoloured", "brown to blue", "eyes", redrawn.blue_eyes),
    _fault("strange catchlight", "3 mm, in one eye", "eyes", redrawn.strange_catchlight),
    _change("glasses redrawn", "another frame", "belongings things", belongings.with_glasses, redrawn.other_glasses),
    _change(
        "rim merged with the brow", "upper half", "belongings things", belongings.with_glasses, redrawn.merged_rims
    ),
    _change("teeth redrawn", "5 for 8", "strokes", redrawn.with_teeth, redrawn.with_other_teeth),
    _change("earring redrawn", "another shape", "belongings things", belongings.with_earring, redrawn.other_earring),
    _fault("tie added", "110 mm", "body things", redrawn.with_tie),
    _fault("fingers added", "three at the collar", "body things", redrawn.with_fingers),
    _change("badge garbled", "other letters", "strokes", redrawn.with_badge, redrawn.with_garbled_badge),
    _swap("other person", "another photo", "identity", lambda _, other: other.crop),
)
