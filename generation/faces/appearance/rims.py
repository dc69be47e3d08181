"""Steps of lightness where the frame of glasses is seen: bridge, under the eyes, temples, outer rims."""

from typing import Final, NamedTuple

import numpy as np

from generation.faces.appearance.levelled import Levelled, part
from generation.faces.values import Floats

FLOOR: Final = 0.3  # added before logarithms: steps of lightness below it are noise


class Rims(NamedTuple):
    """The five measures, in CIELAB lightness; also used for their standard deviations."""

    bridge: float
    residual: float
    under_eye: float
    temple: float
    edge: float


def measure(face: Levelled) -> Rims:
    """The five measures of one face."""
    lightness = face.lightness
    down, across = np.abs(np.diff(lightness, axis=0)), np.abs(np.diff(lightness, axis=1))
    bridge = np.asarray(part(lightness, (-0.09, 0.09), (-0.22, 0.28)), np.float32).mean(axis=1)
    return Rims(
        bridge=float(np.abs(np.diff(bridge)).max()),
        residual=_off_quadratic(bridge),
        under_eye=_both_sides(down, (0.14, 0.46), (0.14, 0.44), axis=0),
        temple=_both_sides(down, (0.56, 0.80), (-0.20, 0.14), axis=0),
        edge=_both_sides(across, (0.46, 0.72), (-0.10, 0.30), axis=1),
    )


def _both_sides(steps: Floats, across: tuple[float, float], down: tuple[float, float], *, axis: int) -> float:
    """The strongest step of each column (or row), averaged over the right and the left side."""
    mirrored = (-across[1], -across[0])
    sides: list[Floats] = [np.asarray(part(steps, side, down), np.float32) for side in (mirrored, across)]
    return float(np.mean([side.max(axis=axis).mean() for side in sides]))


def _off_quadratic(values: Floats) -> float:
    place = np.linspace(-1, 1, values.size)
    return float((values - np.polyval(np.polyfit(place, values, 2), place)).std())
