"""Badly cut out, before the wrong backdrop, or lit by a light that is not there."""

from typing import Final

import cv2
import numpy as np

from generation import light
from generation.damages.portrait import Colour, Portrait, before, codes, relit
from generation.faces import topology
from generation.faces.values import Picture

WHITE: Final = (235, 238, 242)
GREY: Final = (78, 82, 88)  # where the old backdrop is as light as the white: nothing can be seen of white on white
BRIGHT: Final = 60.0  # L*


def halo_cut(portrait: Portrait) -> Picture:
    """A new backdrop, with a rim of the old one left around the person."""
    side = 2 * int(portrait.crop.shape[0] / 90) + 1
    kept = cv2.dilate(np.asarray(portrait.person > 0.5, np.float32), np.ones((side, side)))
    return before(portrait, light.smoothstep(light.blurred(np.asarray(kept, np.float32), 2), 0, 1), _backdrop(portrait))


def scissors_cut(portrait: Portrait) -> Picture:
    """A new backdrop, the person cut out without any softness."""
    return before(portrait, np.asarray(portrait.person > 0.5, np.float32), _backdrop(portrait))


def lost_ear(portrait: Portrait) -> Picture:
    """A new backdrop, with a bite taken out of the head at one ear."""
    alpha = portrait.alpha.copy()
    x, y = portrait.points[topology.EDGE_LEFT] + [0.12 * portrait.face_width, 0]
    cv2.circle(alpha, (int(x), int(y)), int(0.22 * portrait.face_width), 0, -1)
    return before(portrait, light.blurred(alpha, 2), _backdrop(portrait))


def backdrop_lit_wrongly(portrait: Portrait) -> Picture:
    """Well cut, but before a backdrop that is lit hard from one side."""
    across = np.linspace(0, 1, portrait.crop.shape[1], dtype=np.float32)[None, :, None]
    backdrop = np.concatenate([20 + 200 * across, 10 + 120 * across, 4 + 40 * across], axis=2)
    share = light.smoothstep(portrait.alpha, 0.3, 1.0)[..., None]
    return codes(np.asarray(portrait.crop * share + backdrop * (1 - share), np.float32))


def face_relit(portrait: Portrait, *, stops: float = 1.5) -> Picture:
    """Another lamp for the face alone: so many stops from one edge of the face to the other, its middle as it was."""
    points = portrait.points
    edges = points[[topology.EDGE_RIGHT, topology.EDGE_LEFT]]
    along = (edges[1] - edges[0]) / np.linalg.norm(edges[1] - edges[0])
    rows, columns = np.mgrid[0 : portrait.crop.shape[0], 0 : portrait.crop.shape[1]].astype(np.float32)
    middle = edges.mean(axis=0)
    across = ((columns - middle[0]) * along[0] + (rows - middle[1]) * along[1]) / portrait.face_width
    share = light.blurred(portrait.skin.light, 0.03 * portrait.face_width)
    return relit(portrait, np.asarray(stops * np.clip(across, -0.5, 0.5) * share, np.float32))


def _backdrop(portrait: Portrait) -> Colour:
    """A plain one that differs from the old one."""
    behind = portrait.person < 0.1
    lightness = float(np.median(light.lab(portrait.crop)[behind][:, 0])) if behind.any() else 0.0
    return GREY if lightness > BRIGHT else WHITE
