"""What a picture changed against its photo, as stable codes: skin, shape, colour, light, surroundings."""

from collections.abc import Iterable
from typing import Final, Protocol

CODES: Final = {
    "face.single": "no_single_face",
    "face.presence": "face_unclear",
    "face.outside": "face_cut_off",
    "texture.fine": "skin_smoothed",
    "texture.mid": "skin_smoothed",
    "texture.mid_of_small": "skin_smoothed",
    "texture.coarse": "skin_smoothed",
    "texture.worst_region": "skin_smoothed",
    "texture.own_fine": "skin_smoothed",
    "texture.own_mid": "skin_smoothed",
    "texture.fine_added": "skin_detail_added",
    "texture.mid_added": "skin_detail_added",
    "texture.correlation": "skin_detail_foreign",
    "texture.correlation_of_small": "skin_detail_foreign",
    "texture.coarse_correlation": "skin_detail_foreign",
    "marks.kept": "mark_lost",
    "geometry.warp": "shape_changed",
    "geometry.feature": "feature_resized",
    "symmetry.gone": "made_symmetric",
    "symmetry.own": "made_symmetric",
    "symmetry.made": "half_mirrored",
    "symmetry.laid_over": "half_mirrored",
    "expression.aperture": "features_moved",
    "eyes.kept": "eyes_redrawn",
    "eyes.colour": "eyes_recoloured",
    "skin_tone.lightness": "skin_tone_changed",
    "skin_tone.unexplained": "skin_tone_changed",
    "skin_tone.own": "skin_tone_changed",
    "skin_tone.hue": "skin_colour_changed",
    "skin_tone.tint": "skin_colour_changed",
    "face_light.relit": "face_relit",
    "background.person": "outline_changed",
    "background.outline": "outline_changed",
    "background.piece": "outline_changed",
    "background.company": "company_kept",
    "background.residue": "halo_left",
    "background.slope": "backdrop_lit_wrongly",
    "background.hard_edge": "cut_hard",
    "background.scissors": "cut_hard",
    "background.cut": "cut_hard",
    "belongings.lost": "thing_lost",
    "belongings.lost_in_cut_out": "thing_lost",
    "things.added": "thing_added",
    "things.exchanged": "thing_exchanged",
    "strokes.letters": "letters_redrawn",
    "strokes.teeth": "teeth_redrawn",
    "body.structure": "body_changed",
    "body.colour": "body_changed",
    "body.colour_seen": "body_changed",
    "body.outline": "body_changed",
    "identity.source": "face_changed",
    "identity.references_worst": "face_changed",
    "identity.references_mean_rise": "face_changed",
    "identity.references_worst_rise": "face_changed",
    "identity.own_spread": "face_changed",
}
UNTOLD: Final = ("texture.scale", "texture.regions", "geometry.unchecked")  # what could not be looked at is no change


class Judged(Protocol):
    """One measure with its verdict."""

    @property
    def gate(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def verdict(self) -> str: ...


def changes(results: Iterable[Judged]) -> tuple[str, ...]:
    """The codes of everything that is not within its limits, each once, the worst first."""
    found = sorted((each for each in results if each.verdict != "pass"), key=lambda each: each.verdict != "refuse")
    codes = (CODES.get(f"{each.gate}.{each.measure}") for each in found)
    return tuple(dict.fromkeys(code for code in codes if code))
