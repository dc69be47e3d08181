"""Things drawn before a face, graded: a mask, a microphone, a hand, sunglasses, a fringe.

They stand in for real ones that no picture of the pack has. Lengths are in distances between the outer eye corners; the
light that lies on the face lies on what is drawn.
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces import topology
from generation.faces.codes import encoded, rounded
from generation.faces.quality.scene import LINEAR, LUMINANCE
from generation.faces.values import Face, Floats, Picture

SURGICAL: Final = (150, 190, 210)
FOAM: Final = (45, 45, 48)
LENS: Final = (20, 18, 18)
FRAME: Final = (15, 15, 15)
FINGER: Final = 0.13  # eye distances: its thickness
STRANDS: Final = 400
SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Plane:
    """The face's own axes on every pixel: eye distances to the person's left of, and below, the point between the eyes."""

    face: Face
    across: Floats
    down: Floats

    @classmethod
    def of(cls, picture: Picture, face: Face) -> Self:
        rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
        across, down = _turned(face, np.stack([columns, rows], axis=-1))
        return cls(face, across, down)

    def at(self, points: topology.Indices) -> tuple[float, float]:
        """The mean of some mesh points."""
        across, down = _turned(self.face, self.face.points[points])
        return float(across.mean()), float(down.mean())


def masked(
    picture: Picture, face: Face, share: float, *, colour: tuple[float, float, float] | Floats = SURGICAL
) -> Picture:
    """A cloth mask from the chin up to such a share of the way to the bridge of the nose."""
    plane = Plane.of(picture, face)
    chin, bridge = plane.at(topology.CHIN_BASE)[1], plane.at(topology.NOSE_BRIDGE)[1]
    edge = chin + share * (bridge - chin) + 0.25 * plane.across**2
    folds = 1 + 0.05 * np.sin(18 * np.pi * (plane.down - 0.15 * plane.across**2))
    cloth = filled(picture, face, topology.OVAL) * soft(plane.down - edge)
    return painted(picture, lit(picture, face, colour) * folds[..., None], cloth)


def microphone(picture: Picture, face: Face, share: float) -> Picture:
    """A ball of foam that comes up before the mouth and grows; at 1 it hides lips and chin."""
    plane = Plane.of(picture, face)
    x, y = plane.at(topology.LIPS)
    from_middle = np.hypot(plane.across - x, plane.down - y - 0.35 * (1 - share))
    stand = (np.abs(plane.across - x) < 0.07) & (plane.down > y + 0.2 + 0.35 * (1 - share))
    grain = 1 + 0.25 * np.sin(90 * plane.across) * np.sin(90 * plane.down)
    ball = np.maximum(soft(0.02 + 0.28 * share - from_middle), stand)
    return painted(picture, np.array(FOAM, np.float32) * grain[..., None], ball)


def hand(picture: Picture, face: Face, share: float) -> Picture:
    """Four fingers of the person's own skin that rise from below the chin to the mouth."""
    plane = Plane.of(picture, face)
    chin, mouth = plane.at(topology.CHIN_BASE)[1], plane.at(topology.LIPS)[1]
    middle = chin + 0.35 + share * (mouth - chin - 0.35) + 0.05 * plane.across
    cover, shade = np.zeros_like(plane.down), np.ones_like(plane.down)
    for number in range(4):
        from_axis = np.abs(plane.down - middle - (number - 1.5) * FINGER) / (FINGER / 2)
        finger = (from_axis < 1) & (plane.across < 0.42 - 0.05 * abs(number - 1.2)) & (plane.across > -1.2)
        cover = np.where(finger, 1, cover)
        shade = np.where(finger, 1 - 0.45 * from_axis**4, shade)
    skin = skin_of(picture, face) * shade[..., None]
    return painted(picture, skin, np.asarray(cv2.GaussianBlur(cover.astype(np.float32), (0, 0), 1.0)))


def sunglasses(picture: Picture, face: Face, opacity: float) -> Picture:
    """Square lenses in a black frame that keep back such a share of what is behind them."""
    plane = Plane.of(picture, face)
    rims = np.min([_lens(plane, eye) for eye in topology.EYES], axis=0)
    dark = painted(picture, np.array(LENS, np.float32), opacity * soft(1 - rims, width=0.06))
    bridge = (np.abs(plane.across) < 0.12) * soft(0.02 - np.abs(plane.down + 0.02))
    return painted(dark, np.array(FRAME, np.float32), np.maximum(soft(0.06 - np.abs(rims - 1), width=0.03), bridge))


def fringe(picture: Picture, face: Face, share: float) -> Picture:
    """Strands in the colour of the brows from the top of the forehead down to such a share of the way below the eyes."""
    plane = Plane.of(picture, face)
    top, eyes = plane.at(topology.FOREHEAD_TIP)[1], plane.at(topology.OUTER_EYES)[1]
    along = (np.clip((plane.across + 0.35 * plane.down + 1.2) / 2.4, 0, 1) * (STRANDS - 1)).astype(np.float32)
    lengths, tones = np.random.default_rng(SEED).normal(0, 1, (2, STRANDS))
    end = top + share * (eyes + 0.16 - top) + 0.025 * np.interp(along, np.arange(STRANDS), lengths)
    hair = soft(end - plane.down, width=0.03) * filled(picture, face, topology.OVAL)
    tone = 1 + 0.3 * np.interp(along, np.arange(STRANDS), tones)
    brow = picture[filled(picture, face, topology.BROW_RIGHT) > 0.5]
    colour = np.percentile(brow, 20, axis=0) if brow.size else np.array(FOAM, np.float64)
    return painted(picture, (colour * tone[..., None]).astype(np.float32), hair)


def _turned(face: Face, points: Floats) -> tuple[Floats, Floats]:
    right, left = face.points[topology.OUTER_EYE_RIGHT], face.points[topology.OUTER_EYE_LEFT]
    along = left - right
    apart = max(float(np.hypot(*along)), 1e-6)
    (x, y), off = along / apart, (points - (right + left) / 2) / apart
    return off[..., 0] * x + off[..., 1] * y, off[..., 1] * x - off[..., 0] * y


def _lens(plane: Plane, eye: topology.Indices) -> Floats:
    """1 on the rim of a rounded square around an eye, less inside."""
    x, y = plane.at(eye)
    return np.asarray((((plane.across - x) / 0.27) ** 4 + ((plane.down - y - 0.03) / 0.21) ** 4) ** 0.25, np.float32)


def soft(inside: NDArray[np.floating], *, width: float = 0.015) -> Floats:
    """0..1 over an edge of such a width, in eye distances."""
    return np.asarray(np.clip(inside / width + 0.5, 0, 1), np.float32)


def filled(picture: Picture, face: Face, region: topology.Indices) -> Floats:
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.round(face.points[region]).astype(np.int32)), 255, lineType=cv2.LINE_AA)
    return np.asarray(mask / np.float32(255), np.float32)


def lit(picture: Picture, face: Face, colour: tuple[float, float, float] | Floats) -> Floats:
    """A colour under the broad light of the face: brighter where the face is, codes f32[H, W, 3]."""
    face_area, light = filled(picture, face, topology.OVAL), LINEAR[picture] @ LUMINANCE
    reach = max(0.2 * face.box.width, 1.0)
    broad = cv2.GaussianBlur(light * face_area, (0, 0), reach) / (cv2.GaussianBlur(face_area, (0, 0), reach) + 1e-3)
    middle = max(float(np.median(broad[face_area > 0.5])) if (face_area > 0.5).any() else 0.0, 1e-4)
    gain = np.clip(broad / middle, 0.3, 2.0) * np.clip(middle / 0.25, 0.5, 1.3)
    return encoded(LINEAR[np.array(colour, np.uint8)] * gain[..., None]).astype(np.float32)


def skin_of(picture: Picture, face: Face) -> Floats:
    """A patch of the person's cheek, mirrored over the whole picture."""
    x, y = face.points[topology.CHEEK_RIGHT_WIDE].mean(axis=0)
    reach = max(round(0.06 * face.box.width), 3)
    rows, columns = (slice(max(round(float(at)) - reach, 0), max(round(float(at)) + reach, 1)) for at in (y, x))
    patch = picture[rows, columns]
    tile = np.concatenate([patch, patch[::-1]])
    tile = np.concatenate([tile, tile[:, ::-1]], axis=1)
    times = [-(-side // max(part, 1)) for side, part in zip(picture.shape[:2], tile.shape[:2], strict=True)]
    return np.tile(tile, (*times, 1))[: picture.shape[0], : picture.shape[1]].astype(np.float32)


def painted(picture: Picture, colours: NDArray[np.floating], cover: NDArray[np.floating]) -> Picture:
    share = np.clip(cover, 0, 1)[..., None]
    return rounded(picture * (1 - share) + colours * share)
