"""Where the light changes: maps of stops that vary slowly, so that texture passes through them untouched."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from generation import light
from generation import skin as skins
from generation.engines.refine.operations import Operations
from generation.engines.refine.presets import Preset
from generation.engines.refine.scene import Scene
from generation.faces import topology
from generation.faces.values import Floats

MOST_LIFT: Final = 0.9  # stops
KNEE: Final = 0.22  # stops: ordinary modelling of a face is lifted hardly at all
CLOSED: Final = 0.55  # share of the gap between under-eye and cheek that may be closed
MOST_UNDER_EYE: Final = 0.35  # stops
SHARPEST: Final = 0.012  # face widths: nothing in the local map is sharper
_UNDER_EYES: Final = (
    (topology.UNDER_EYE_RIGHT, topology.CHEEK_RIGHT),
    (topology.UNDER_EYE_LEFT, topology.CHEEK_LEFT),
)


@dataclass(frozen=True, slots=True, eq=False)
class Shading:
    """Stops to add, f32[H, W]: `local` on the skin (lift, softening, under-eye), `whole` on person and room alike."""

    local: Floats
    whole: Floats


def shading(scene: Scene, preset: Preset, *, polish: float, operations: Operations) -> Shading:
    """The maps of one candidate, their strengths recorded."""
    skin = scene.skin.light
    lift, soften = _lift(scene, preset.fill, polish), _soften(scene, polish)
    operations.record("shadow_lift", float((lift * skin).max(initial=0)))
    operations.record("highlight_softening", float((soften * skin).max(initial=0)))
    modelling = (lift - soften) * skin
    local = modelling + _under_eyes(scene, modelling, polish, operations) * np.clip(1.4 * skin, 0, 1)
    operations.record("key_light", preset.key_strength * polish)
    operations.record("vignette", preset.vignette * polish)
    whole = _key(scene, preset, polish) + _vignette(scene, preset.vignette * polish)
    return Shading(local=light.blurred(local, SHARPEST * scene.face_width), whole=whole)


def _lift(scene: Scene, fill: float, polish: float) -> Floats:
    """Harsh shadows of the skin, lifted towards the face's own upper middle with a soft knee."""
    depth = np.maximum(0, scene.skin_level - scene.base)
    lifted = 1.1 * fill * polish * (depth - KNEE * np.tanh(depth / KNEE))
    return np.asarray(np.minimum(lifted, MOST_LIFT * polish), np.float32)


def _soften(scene: Scene, polish: float) -> Floats:
    """Stops taken from hot places of the skin."""
    height = scene.base - scene.skin_level
    return np.asarray(0.30 * polish * np.clip(height - 0.55, 0, 1.2), np.float32)


def _under_eyes(scene: Scene, modelling: Floats, polish: float, operations: Operations) -> Floats:
    """Part of the low-pass gap between the skin below each eye and the cheek, closed; never all of it."""
    low = light.blurred(scene.stops, 0.02 * scene.face_width) + modelling
    stops, most = np.zeros_like(low), 0.0
    for ring, cheek in _UNDER_EYES:
        below = light.blurred(skins.region(low.shape, _below_lashes(scene.points[ring])), 0.022 * scene.face_width)
        beside = skins.hull(low.shape, scene.points[cheek])
        if (below > 0.5).sum() < 20 or (beside > 0.5).sum() < 20:
            continue
        gap = float(np.median(low[beside > 0.5]) - np.median(low[below > 0.5]))
        amount = float(np.clip(CLOSED * polish * gap, 0, MOST_UNDER_EYE))
        stops, most = np.maximum(stops, below * amount), max(most, amount)
    operations.record("under_eye", most)
    return np.asarray(stops, np.float32)


def _below_lashes(ring: Floats) -> Floats:
    """The outline of the under-eye, its upper edge (the lower lid, nine points) moved down clear of the lashes."""
    outline = ring.copy()
    outline[:9] += 0.22 * (outline[9:].mean(axis=0) - outline[:9].mean(axis=0))
    return outline


def _key(scene: Scene, preset: Preset, polish: float) -> Floats:
    """A soft light from one side over the whole frame, so that face, body and room stay in one light."""
    across, down = _grid(scene.base.shape)
    middle = scene.points[topology.OVAL].mean(axis=0)
    angle = np.deg2rad(preset.key_angle)
    along = ((across - middle[0]) * np.sin(angle) - (down - middle[1]) * np.cos(angle)) / scene.face_width
    return np.asarray(0.5 * preset.key_strength * polish * np.tanh(0.8 * along), np.float32)


def _vignette(scene: Scene, share: float) -> Floats:
    height, width = scene.base.shape
    across, down = _grid((height, width))
    radius = np.hypot((across - width / 2) / width, (down - height / 2) / height)
    return np.asarray(np.log2(1 - share * light.smoothstep(radius, 0.35, 0.75)), np.float32)


def _grid(shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    down, across = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return across, down
