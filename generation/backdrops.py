"""What stands behind the person in a picture, by one name each: what approved lists are written in.

The names are those of `policies/packs/styles.yaml`; neither room knows the other, and `tests/test_styles.py` holds them together.
"""

from typing import Final

Colour = tuple[float, float, float]

OWN_ROOM: Final = "own-room"
OWN_ROOM_BLURRED: Final = "own-room-blurred"
MODEL_ROOM: Final = "model-room"  # the photo's own room as a model drew it
# Even backdrops of the embedded engine, sRGB 0..1.
TONES: Final[dict[str, Colour]] = {
    "light-grey": (0.60, 0.63, 0.66),
    "dark-grey": (0.30, 0.33, 0.37),
    "warm-grey": (0.52, 0.46, 0.40),
}
# The tone that goes with a light where a variant says `studio` and no tone.
TONE_OF: Final = {"soft-daylight": "light-grey", "crisp-corporate": "dark-grey", "warm": "warm-grey"}


def tone(background: str, preset: str) -> Colour:
    """The colour behind the person. Raises KeyError for a light without one."""
    return TONES[background if background in TONES else TONE_OF[preset]]


def named(background: str, preset: str, *, mode: str = "") -> str:
    """The name of what a variant puts behind the person; `mode` is that of a model's finish, empty for the embedded engine.

    What only a model's words describe has their preset's name: nobody lists it unless they know it.
    """
    if background == "keep" and mode != "as-is":
        return OWN_ROOM
    if background == "blur":
        return OWN_ROOM_BLURRED
    if background in TONES:
        return background
    if mode == "light-transfer":
        return MODEL_ROOM
    return preset if mode else TONE_OF.get(preset, preset)
