"""The tips of strands before an even room: darker or lighter than it beyond doubt, and too thin for the segmentation."""

from typing import Final

import cv2
import numpy as np

from generation import light
from generation.discs import disc
from generation.engines.refine import nearby
from generation.engines.refine.colours import Colours
from generation.engines.refine.jewellery import Mask
from generation.faces import topology
from generation.faces.values import Floats, Picture

REACH: Final = 0.15  # face widths from the outline: how far a strand sticks out
BELOW: Final = 0.2  # face widths below the chin: where hair ends
LIKE: Final = 4.0  # spreads of the person's colours near by within which one is theirs
UNLIKE: Final = 5.0  # spreads of the room's from which on one is none of its own
THIN: Final = 4  # pixels of 1024 rows to either side: what is thicker is a shadow on the wall, or the network is right
FAR: Final = 8  # pixels of 1024 rows: what ends nearer to the outline is the softness of the outline
BEGINS: Final = 4  # pixels of 1024 rows from the outline, at most
STANDS_OUT: Final = 10  # codes of lightness by which a strand differs from what is around it
LEAST: Final = 24  # pixels of 1024 rows
SOFT: Final = 0.8  # pixels of 1024 rows


def beyond(picture: Picture, person: Floats, points: Floats, colours: Colours) -> Floats:
    """How surely each pixel is such a tip, f32[H, W]. `person` is the probability of the person, `points` the mesh."""
    unit = len(person) / 1024
    wide = float(np.linalg.norm(points[topology.EDGE_RIGHT] - points[topology.EDGE_LEFT]))
    away = cv2.distanceTransform((person <= 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    asked = (away > 0) & (away < REACH * wide)
    asked[max(0, round(float(points[topology.CHIN_TIP, 1]) + BELOW * wide)) :] = False
    lab = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB), np.uint8)
    likely = _likely(lab, person, asked, colours)
    thick = (
        cv2.morphologyEx((likely | (away == 0)).astype(np.uint8), cv2.MORPH_OPEN, disc(max(1, round(THIN * unit)))) > 0
    )
    tips = _sticking_out(likely & ~thick, np.asarray(away, np.float32), unit)
    return light.blurred(tips.astype(np.float32), SOFT * unit) if tips.any() else np.zeros_like(person)


def _likely(lab: Picture, person: Floats, asked: Mask, colours: Colours) -> Mask:
    """Those of `asked` whose colour is the person's near by and none of an even room's."""
    found = np.zeros_like(asked)
    places = asked & _stands_out(lab)
    if not places.any():
        return found
    near = nearby.compared(lab, person, places, but=places)
    nats = colours.rather_person(lab[places])
    found[places] = near.even & (near.room > UNLIKE) & (near.person < LIKE) & (nats > 0)
    return found


def _stands_out(lab: Picture) -> Mask:
    """What is lighter or darker than around it: most of a room is not, and need not be asked about."""
    lightness = np.ascontiguousarray(lab[..., 0]).astype(np.int16)
    side = max(3, 2 * round(3 * THIN * len(lab) / 1024) + 1)
    return np.asarray(np.abs(lightness - cv2.blur(lightness, (side, side))) > STANDS_OUT)


def _sticking_out(tips: Mask, away: Floats, unit: float) -> Mask:
    """The connected tips that are strands."""
    count, labels, rows, _ = cv2.connectedComponentsWithStats(tips.astype(np.uint8), connectivity=8)
    kept = [
        number
        for number in range(1, count)
        if rows[number, cv2.CC_STAT_AREA] >= LEAST * unit**2 and _is_strand(away[labels == number], unit)
    ]
    return np.isin(labels, kept)


def _is_strand(away: Floats, unit: float) -> bool:
    """Long for its area, from the outline to far from it."""
    return bool(away.min() < BEGINS * unit and away.max() > max(FAR * unit, away.size / (2 * THIN * unit)))
