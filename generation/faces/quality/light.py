"""Light and colour on the face, all relative: a ratio within one face does not know how dark the skin is."""

from typing import Final

import cv2
import numpy as np

from generation.faces import topology
from generation.faces.quality.advice import ADVICE
from generation.faces.quality.limits import component
from generation.faces.quality.scales import BLACK, BLOWN, HIGHLIGHTS, MATT, RANGE
from generation.faces.quality.scene import Scene
from generation.faces.values import Component, Floats, Picture

ONE_TONE: Final = 2.0  # CIELAB: 280 portraits in colour have 2.6 and more, nine in ten in sepia less
SKIN_A: Final = (
    5.0,
    25.0,
)  # a* and b* of natural skin of any tone: BSI's OFIQ, the reference implementation of ISO/IEC 29794-5
SKIN_B: Final = (5.0, 35.0)
HALVES: Final = (  # the person's right and left; a fringe or a beard spoils at most one of the three
    (topology.CHEEK_RIGHT_WIDE, topology.CHEEK_LEFT_WIDE),
    (topology.FOREHEAD_RIGHT, topology.FOREHEAD_LEFT),
    (topology.JAW_RIGHT, topology.JAW_LEFT),
)


def illumination_uniformity(scene: Scene) -> Component:
    """Stops by which the person's left half is brighter than the right: the median over cheeks, forehead and jaws."""
    steps = [_stops(scene, left) - _stops(scene, right) for right, left in HALVES]
    value = float(np.median(steps)) if np.isfinite(steps).all() else None
    return component("illumination_uniformity", value, ADVICE["illumination_uniformity"].of(value))


def _stops(scene: Scene, region: topology.Indices) -> float:
    values = scene.luminance[scene.hull(region)]
    return float(np.log2(np.percentile(values, MATT) + BLACK)) if values.size >= 20 else float("nan")


def over_exposure_prevention(scene: Scene) -> Component:
    """Share of the face that is white in all three channels."""
    face = scene.frame[scene.oval]
    value = float((face.min(axis=1) >= BLOWN).mean()) if face.size else None
    return component("over_exposure_prevention", value, ADVICE["over_exposure_prevention"].of(value))


def under_exposure_prevention(scene: Scene) -> Component:
    """The brightest half per cent of the face: highlights, eye whites and teeth, which are bright on every skin.

    With 2 %, skin itself decided on dark faces: one stop too dark, 25 % of the darkest 36 of 500 were refused and 1 % of
    the light ones; with half a per cent 8 % and 1 %.
    """
    face = scene.frame[scene.oval]
    value = float(np.percentile(face.max(axis=1), HIGHLIGHTS)) if face.size else None
    return component("under_exposure_prevention", value, ADVICE["under_exposure_prevention"].of(value))


def dynamic_range(scene: Scene) -> Component:
    """Stops between a low and a high percentile of the face (RANGE)."""
    values = scene.luminance[scene.oval]
    value = float(np.ptp(np.log2(np.percentile(values, RANGE) + BLACK))) if values.size else None
    return component("dynamic_range", value, ADVICE["dynamic_range"].of(value))


def natural_colour(scene: Scene) -> Component:
    """Distance of the skin's median a*, b* from the range that natural skin of any tone has (as OFIQ does).

    Where all colour of the face follows from its lightness, as in sepia, there is one tone and no colour: it counts as grey.
    """
    skin, face = (_lab(scene.frame[mask]) for mask in (scene.skin, scene.oval))
    if not len(skin):
        return component("natural_colour", None, "")
    a, b = (float(value) for value in np.median(skin[:, 1:], axis=0))
    if _own_colour(face) < ONE_TONE:
        value = max(_unnatural(a, b), _unnatural(0, 0))
        return component(
            "natural_colour", value, "The picture has no colours: use one that is not black and white or sepia."
        )
    return component(
        "natural_colour",
        _unnatural(a, b),
        "The colours of your face look unnatural: switch off coloured lamps and filters, or use daylight.",
    )


def _lab(codes: Picture) -> Floats:
    """CIELAB f32[n, 3] of codes uint8[n, 3]."""
    if not len(codes):
        return np.empty((0, 3), np.float32)
    return np.asarray(
        cv2.cvtColor((codes[None] / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2LAB)[0], np.float32
    )


def _own_colour(lab: Floats) -> float:
    """How far a* and b* lie from what lightness alone would make them: a robust deviation, in CIELAB units."""
    light = lab[:, 0] / 50 - 1
    powers = np.stack([light**n for n in range(4)], axis=1)
    rest = lab[:, 1:] - powers @ np.linalg.lstsq(powers, lab[:, 1:], rcond=None)[0]
    return float(np.hypot(*(1.4826 * np.median(np.abs(rest), axis=0))))


def _unnatural(a: float, b: float) -> float:
    return float(np.hypot(_outside(a, SKIN_A), _outside(b, SKIN_B)))


def _outside(value: float, span: tuple[float, float]) -> float:
    return max(span[0] - value, value - span[1], 0.0)
