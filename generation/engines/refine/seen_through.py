"""Where the room is seen through what the network takes for the person: between curls, behind the edge of a lens, between a
jaw and an earring. Before a new backdrop the old room would stand there.

A pixel counts where its colour is that of an even room near by and none that the person has near by: grey hair before a
white wall keeps the network's answer, and so does all hair before a room of many colours.
"""

from typing import Final

import cv2
import numpy as np

from generation import light
from generation.discs import disc
from generation.engines.refine import nearby
from generation.engines.refine.colours import Colours
from generation.engines.refine.jewellery import Mask, places
from generation.engines.refine.pockets import pockets
from generation.faces import topology
from generation.faces.values import Floats, Picture

REACH: Final = 0.2  # face widths from the outline into the person: how deep a room is seen
SURELY: Final = 8.0  # nats by which the colours of the whole room explain a pixel better; half of it beside such pixels
LIKE: Final = 4.0  # spreads of the room's colours within which one is the room's
UNLIKE: Final = 4.0  # spreads of the person's colours from which on one is none of theirs
LEAST: Final = 6  # pixels of 1024 rows
MIXED: Final = 4  # pixels of 1024 rows around a hole that are partly room
SOFT: Final = 0.8  # pixels of 1024 rows


def most(picture: Picture, person: Floats, face: Floats, points: Floats, colours: Colours) -> Floats:
    """At most how much of each pixel is the person, f32[H, W]: 1 but where the room is seen through them. `person` is their
    share of each pixel by everything else that is known, `face` the inside of their face, `points` its mesh."""
    wide = float(np.linalg.norm(points[topology.EDGE_RIGHT] - points[topology.EDGE_LEFT]))
    depth = np.asarray(cv2.distanceTransform((person > 0.5).astype(np.uint8), cv2.DIST_L2, 5) / wide, np.float32)
    lab = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB), np.uint8)
    asked = (person > 0.5) & (face < 0.1) & (depth < REACH)
    asked &= ~_worn(asked.shape, points)
    holes = _as_the_room_near(lab, person, _like_the_room(lab, asked, colours))
    holes |= pockets(lab, person, face, depth, points)
    return _unmixed(picture, person, holes) if holes.any() else np.ones_like(person)


def _worn(shape: tuple[int, ...], points: Floats) -> Mask:
    """Where collars begin, and from the nose down where jewellery hangs: a pearl is as white as a wall."""
    rows = np.arange(shape[0])[:, None]
    mouth = points[[topology.MOUTH_RIGHT, topology.MOUTH_LEFT], 1].mean()
    jewellery = np.logical_or.reduce(places(points, shape)) & (rows > points[topology.NOSE_TIP, 1])
    return np.asarray(jewellery | (rows > mouth))


def _like_the_room(lab: Picture, asked: Mask, colours: Colours) -> Mask:
    """Pixels that the colours of the whole room explain far better than the person's, with what is beside them and nearly so."""
    nats = np.zeros(asked.shape, np.float32)
    nats[asked] = colours.rather_person(lab[asked])
    _, labels, rows, _ = cv2.connectedComponentsWithStats((nats < -SURELY / 2).astype(np.uint8), connectivity=8)
    sure = np.unique(labels[nats < -SURELY])
    large = np.flatnonzero(rows[:, cv2.CC_STAT_AREA] >= LEAST * (len(asked) / 1024) ** 2)
    return np.isin(labels, np.setdiff1d(np.intersect1d(sure, large), [0]))


def _as_the_room_near(lab: Picture, person: Floats, holes: Mask) -> Mask:
    """Those of `holes` whose colour is that of an even room near by and none that the person has near by."""
    found = np.zeros_like(holes)
    if holes.any():
        near = nearby.compared(lab, person, holes, but=holes)
        found[holes] = near.even & (near.room < LIKE) & (near.person > UNLIKE)
    return found


def _unmixed(picture: Picture, person: Floats, holes: Mask) -> Floats:
    """Nothing of the person in the holes, and beside them as much as their colours there are mixed of."""
    linear, height = light.linear(picture), len(person)
    around = cv2.dilate(holes.astype(np.uint8), disc(max(1, round(MIXED * height / 1024)))) > 0
    behind, own = ((person < 0.05) | holes).astype(np.float32), ((person > 0.95) & ~around).astype(np.float32)
    room, self = (_near(linear, each, height / 80) for each in (behind, own))
    across = self - room
    share = np.einsum("ijk,ijk->ij", linear - room, across) / (np.einsum("ijk,ijk->ij", across, across) + 1e-4)
    beside = np.where(around, light.smoothstep(share, 0.3, 1.0), np.float32(1))
    return light.blurred(np.where(holes, np.float32(0), beside).astype(np.float32), SOFT * height / 1024)


def _near(linear: Floats, where: Floats, sigma: float) -> Floats:
    return np.asarray(light.blurred(linear * where[..., None], sigma) / (light.blurred(where, sigma)[..., None] + 1e-4))
