"""Behind the person: the photo's own room out of focus, or an even backdrop in the same light."""

from typing import Final

import numpy as np

from generation import light
from generation.backdrops import Colour
from generation.engines.refine import matte
from generation.engines.refine.scene import Scene
from generation.faces import topology
from generation.faces.values import Floats

BLUR: Final = 0.02  # of the height
WRAP: Final = 0.08  # share of the backdrop's light that reaches the outline: with more of it dark cloth glows

CHOKE: Final = 0.3  # share of person below which a pixel before a new backdrop is none


def out_of_focus(scene: Scene, lit: Floats) -> Floats:
    """The person over the same room, blurred. `lit` is the graded picture in linear light."""
    share, alpha = scene.in_focus, scene.in_focus[..., None]
    room = _room(lit, share, sigma=BLUR * scene.crop.shape[0])
    return np.asarray(matte.foreground(lit, share) * alpha + room * (1 - alpha), np.float32)


def studio(scene: Scene, lit: Floats, whole: Floats, *, colour: Colour, seed: int) -> Floats:
    """The person before an even backdrop that carries the same key light, grain and a little spill."""
    share = choked(scene.alpha)
    alpha = share[..., None]
    backdrop = _backdrop(scene, colour) * np.exp2(whole)[..., None]
    backdrop *= 1 + _grain(lit, scene.alpha, seed)[..., None]
    spill = WRAP * (light.blurred(1 - share, scene.crop.shape[0] / 250) * share)[..., None]
    person = matte.foreground(lit, scene.alpha) * (1 - spill) + backdrop * spill
    return np.asarray(person * alpha + backdrop * (1 - alpha), np.float32)


def choked(share: Floats) -> Floats:
    """The matte drawn in by half a pixel's share: the outermost is more room than it seems, and the room is gone."""
    return np.asarray(np.clip((share - CHOKE) / (1 - CHOKE), 0, 1), np.float32)


def _room(lit: Floats, alpha: Floats, *, sigma: float) -> Floats:
    """The room without the person, blurred; where little of it is near, taken from further away."""
    weight = (1 - alpha) ** 2
    near_weight = light.blurred(weight, sigma)
    near = light.blurred(lit * weight[..., None], sigma) / (near_weight[..., None] + 1e-3)
    far = light.blurred(lit * weight[..., None], 4 * sigma) / (light.blurred(weight, 4 * sigma)[..., None] + 1e-3)
    trust = light.smoothstep(near_weight, 0.02, 0.25)[..., None]
    return np.asarray(near * trust + far * (1 - trust), np.float32)


def _backdrop(scene: Scene, colour: Colour) -> Floats:
    """A backdrop lit a little brighter behind the head, linear light."""
    height, width = scene.alpha.shape
    middle = scene.points[topology.OVAL].mean(axis=0)
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    wide = scene.face_width
    radius = np.hypot((across - middle[0]) / (2.6 * wide), (down - middle[1] - 0.4 * wide) / (3.0 * wide))
    tone = np.full(3, np.mean(colour)) if scene.black_and_white else np.array(colour)
    falling = 1.18 - 0.55 * light.smoothstep(np.asarray(radius, np.float32), 0.1, 1.4)
    return np.asarray(falling[..., None] * (tone**2.2), np.float32)


def _grain(lit: Floats, alpha: Floats, seed: int) -> Floats:
    """Noise as strong as the photo's own room has it, so that the backdrop does not look drawn."""
    behind = alpha < 0.05
    noise = np.abs(lit - light.blurred(lit, 1.0))
    strength = 1.48 * float(np.median(noise[behind])) if behind.any() else 0.002
    drawn = np.random.default_rng(seed).standard_normal(alpha.shape).astype(np.float32)
    return np.asarray(min(4 * strength, 0.02) * drawn, np.float32)
