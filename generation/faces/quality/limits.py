"""What each component is held against: one table, each limit with its source.

"pack" means the project's picture pack: 48 official portraits (675 x 825), 40 generated portraits from the lightest to
the darkest skin, and the same pictures damaged on purpose; docs/decisions/0002-faces.md has the table. A limit is set
where official portraits almost all pass and the damage fails; passport limits of ISO/IEC 39794-5 are far stricter.
"""

from dataclasses import dataclass
from typing import Final

from generation.faces.values import Component


@dataclass(frozen=True, slots=True)
class Limit:
    """The range that passes, in `unit`; an open side is infinite."""

    unit: str
    source: str
    low: float = float("-inf")
    high: float = float("inf")

    def passes(self, value: float) -> bool:
        return self.low <= value <= self.high

    def nearest(self, value: float) -> float:
        """The side of the range that the value was held against."""
        return min(
            (side for side in (self.low, self.high) if abs(side) != float("inf")), key=lambda side: abs(side - value)
        )


HANDMADE: Final = "docs/photographs.md: hardly a photograph of unseen people above it, two in three old paintings"

LIMITS: Final = {
    "sharpness": Limit(
        "share of the gradient lost in a blur",
        "pack: intact .49 to .85, blurred by 1 % of the face .28 to .41",
        low=0.42,
    ),
    "illumination_uniformity": Limit(
        "stops", "pack: official portraits within 1.76 (one 1.81), a ratio of 3.5 to 1", low=-1.8, high=1.8
    ),
    "over_exposure_prevention": Limit(
        "share of the face", "pack: intact up to .001, two stops too bright .04 and more", high=0.02
    ),
    "under_exposure_prevention": Limit(
        "0 to 255", "500 portraits: intact all above it, two stops too dark all below", low=141.0
    ),
    "dynamic_range": Limit(
        "stops", "pack: intact 2.0 and more (one 1.5), under a grey veil of 60 % up to 1.6", low=1.8
    ),
    "compression_artefacts": Limit("ratio of steps", "pack: intact up to 1.7, JPEG quality 10 1.9 and more", high=1.8),
    "natural_colour": Limit(
        "CIELAB units",
        "range of a* and b*: BSI's OFIQ; pack: colour up to 6.1 (one 8.9), grey 6.7 and more",
        high=6.5,
    ),
    "single_face_present": Limit(
        "share of the face's height", "a face that the crop of a portrait can hardly avoid", high=0.15
    ),
    "eyes_open": Limit(
        "share of the eye's width",
        "905 pictures of open eyes: none below it; docs/covered.md: four in five lids that are down",
        low=0.085,
    ),
    "eyes_visible": Limit(
        "stops",
        "567 pictures: 4 below it, two of them in glare or shadow; drawn sunglasses, 9 in 10 and more",
        low=0.55,
    ),
    "mouth_occlusion_prevention": Limit(
        "log-odds of a free mouth",
        "docs/covered.md: of free mouths those that a beard hides; four in five hands, nearly all things",
        low=-3.0,
    ),
    "face_occlusion_prevention": Limit(
        "logit of a whole face", "567 pictures: 3 below it; masks drawn over the nose, all", low=14.0
    ),
    "head_position_horizontal": Limit(
        "share of the picture's width", "pack: .40 to .61; 774 portraits within .33 to .69", low=0.3, high=0.7
    ),
    "head_position_vertical": Limit(
        "share of the picture's height", "pack: .23 to .59; 774 portraits within .17 to .65", low=0.15, high=0.68
    ),
    "mouth_closed": Limit("share of the mouth's width", "pack: smiles up to .25", high=0.3),
    "head_pose_yaw": Limit("degrees", "pack: official portraits within 16", low=-20.0, high=20.0),
    "head_pose_pitch": Limit("degrees", "pack: official portraits within 12 (one 16)", low=-15.0, high=15.0),
    "head_pose_roll": Limit("degrees", "pack: official portraits within 12.1", low=-13.0, high=13.0),
    "head_size": Limit("share of the picture's height", "pack: .18 to .61", low=0.12, high=0.8),
    "face_crop": Limit("face heights", "pack: .24 and more; half faces are below 0", low=0.05),
    "inter_eye_distance": Limit("pixels", "a portrait 500 pixels high without enlargement", low=60.0),
    "background_uniformity": Limit("CIELAB units", "pack: official portraits up to 31, with flags", high=32.0),
    "painting": Limit("likelihood", HANDMADE, high=0.86),
    "drawing": Limit("likelihood", HANDMADE, high=0.86),
    "reshoot": Limit(
        "nepers over the spectrum around",
        "docs/photographs.md: no official or generated portrait above it, nearly all simulated screens behind a sharp lens",
        high=4.0,
    ),
}


def component(name: str, value: float | None, advice: str) -> Component:
    """One component held against its limit; the advice is kept only when it failed. None cannot be told and passes."""
    limit = LIMITS[name]
    passed = value is None or limit.passes(value)
    threshold = limit.nearest(0.0 if value is None else value)
    return Component(name, value, limit.unit, threshold, passed, "" if passed else advice)
