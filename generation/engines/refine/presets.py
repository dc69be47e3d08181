"""The lights a portrait can be seen in. Each is bounded: an offset of exposure, contrast, warmth, fill and a soft key."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from generation.recipe import RecipeError


@dataclass(frozen=True, slots=True)
class Preset:
    """Strengths at polish 1. Exposure, warmth and key strength in stops, key angle in degrees from straight above
    (negative: from the left of the picture)."""

    exposure: float
    contrast: float
    warmth: float
    fill: float
    key_angle: float
    key_strength: float
    vignette: float


PRESETS: Final = {
    "soft-daylight": Preset(0.14, 0.00, -0.02, 0.65, -35, 0.30, 0.00),
    "crisp-corporate": Preset(0.00, 0.34, -0.01, 0.34, 42, 0.40, 0.22),
    "warm": Preset(0.05, 0.08, 0.10, 0.50, -30, 0.30, 0.10),
}


def preset(name: str, *, seed: int = 0) -> Preset:
    """A preset by name; a seed other than 0 varies it slightly and repeatably. Raises RecipeError for an unknown name."""
    if name not in PRESETS:
        raise RecipeError(f"There is no preset '{name}'; there are: {', '.join(PRESETS)}.")
    return _varied(PRESETS[name], seed) if seed else PRESETS[name]


def _varied(base: Preset, seed: int) -> Preset:
    exposure, contrast, warmth, fill, key = np.random.default_rng(seed).uniform(-1, 1, 5).tolist()
    return replace(
        base,
        exposure=base.exposure + 0.06 * exposure,
        contrast=max(0.0, base.contrast + 0.04 * contrast),
        warmth=base.warmth + 0.012 * warmth,
        fill=base.fill * (1 + 0.15 * fill),
        key_strength=base.key_strength * (1 + 0.3 * key),
    )
