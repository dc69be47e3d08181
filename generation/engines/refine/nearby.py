"""The colours of the room and of the person near each pixel: one place's hair is another's wall."""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.engines.refine.jewellery import Mask
from generation.faces.values import Floats, Picture

NEAR: Final = 20  # what is near lies within one part of so many of the height
GRAIN: Final = 3.0  # codes of 8-bit CIELAB by which any colour varies
EVEN: Final = (16.0, 6.0, 6.0)  # codes by which an even room varies near by
SOME: Final = 0.003  # share of the pixels near by from which their colours can be told
SHRUNK: Final = 4  # times smaller are the pictures on which they are told

Spreads = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """How many spreads colours are from the room's and from the person's near by (Mahalanobis), f64[n], infinitely many
    where there are none; and whether the room there is of one colour."""

    room: Spreads
    person: Spreads
    even: Mask


def compared(lab: Picture, person: Floats, places: Mask, *, but: Mask) -> Compared:
    """The pixels of `places` in their order, 8-bit CIELAB u8[H, W, 3], against surely room and surely person; neither is
    learnt from `but`."""
    size = lab.shape[1] // SHRUNK, lab.shape[0] // SHRUNK
    left_out = but.astype(np.float32)
    small, likely, out = (
        np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.float32) for each in (lab, person, left_out)
    )
    told = out == 0
    rows, columns = np.nonzero(places)
    at = np.minimum(rows // SHRUNK, size[1] - 1), np.minimum(columns // SHRUNK, size[0] - 1)
    colours = lab[rows, columns].astype(np.float64)
    room, varies = _away(colours, small, (likely < 0.02) & told, at)
    self, _ = _away(colours, small, (likely > 0.98) & told, at)
    return Compared(room, self, np.asarray((varies < EVEN).all(axis=1)))


def _away(colours: Spreads, small: Floats, where: Mask, at: Any) -> tuple[Spreads, Spreads]:
    """Away from the colours of `where` near each place, f64[n]; and how those vary, f64[n, 3]."""
    weights, sigma = where.astype(np.float32)[..., None], small.shape[0] / NEAR
    products = np.einsum("ijk,ijl->ijkl", small, small).reshape(*small.shape[:2], 9)
    moments = np.concatenate([weights, small * weights, products * weights], axis=2)
    near = np.stack([light.blurred(np.ascontiguousarray(moments[..., i]), sigma)[at] for i in range(13)], axis=1)
    share = near[:, :1].astype(np.float64)
    mean, second = near[:, 1:4] / (share + 1e-6), (near[:, 4:] / (share + 1e-6)).reshape(-1, 3, 3)
    spread = second - np.einsum("ni,nj->nij", mean, mean) + GRAIN**2 * np.eye(3)
    off = colours - mean
    squared = np.einsum("ni,ni->n", off, np.linalg.solve(spread, off[..., None])[..., 0])
    away = np.where(share[:, 0] > SOME, np.sqrt(np.maximum(squared, 0)), np.inf)
    return away, np.sqrt(np.maximum(np.einsum("nii->ni", spread), 0))
