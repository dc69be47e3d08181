"""What colour says where the segmentation is unsure: the end of a braid is hair, the arm of a chair is not.

The colours of what is surely person and of what surely is not are learnt from the picture itself (GrabCut, Rother et al.
2004). They decide in a band around the outline and where the network was in doubt, and only where they differ clearly:
white cloth before a white wall keeps the network's answer.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.discs import disc
from generation.engines.refine import jewellery
from generation.engines.refine.jewellery import Mask
from generation.faces import topology
from generation.faces.values import Floats, Picture

ROWS: Final = 400  # the colours are learnt on a picture of so many rows
BAND: Final = 10  # pixels there, either side of the outline: as far as the network's outline can be wrong
SURE: Final = 0.9  # probability near which the network's outline is roughly right
CLEAR: Final = 2.0  # nats by which one of the two explains a colour better
LIKELY: Final = 0.4  # probability from which clear colour makes it person; half of it for twice as clear a colour
NOISE: Final = 4.0  # codes squared added to each colour's spread

Mixture = NDArray[np.float64]  # f64[1, 65], five Gaussians as OpenCV keeps them


@dataclass(frozen=True, slots=True, eq=False)
class Colours:
    """The cut by colour, and by how many nats each pixel's colour is rather the person's; both ROWS high. `mixtures` are
    OpenCV's, of the person and of the room; None where there was nothing to learn from."""

    person: Mask
    nats: Floats
    mixtures: tuple[Mixture, Mixture] | None = None

    def rather_person(self, lab: Picture) -> Floats:
        """By how many nats 8-bit CIELAB colours u8[..., 3] are rather the person's, f32[...]."""
        return _rather(self.mixtures, lab) if self.mixtures else np.zeros(lab.shape[:-1], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """The probability of the person f32[H, W] with clear colours heard: `person` to cut them out by, `generous` where what
    may be theirs had better stay, before their own room. `hanging` 0..1 is what hangs from the ears."""

    person: Floats
    generous: Floats
    hanging: Floats
    colours: Colours


def decided(picture: Picture, person: Floats, face: Floats, points: Floats) -> Decided:
    """What is person, by the network's f32[H, W] and by colour. `face` is never taken away, `points` is its mesh."""
    height, width = person.shape
    shape = (max(1, round(width * ROWS / height)), ROWS)
    small, likely, own = (cv2.resize(each, shape, interpolation=cv2.INTER_AREA) for each in (picture, person, face))
    lab = np.asarray(cv2.cvtColor(np.asarray(small, np.uint8), cv2.COLOR_RGB2LAB), np.uint8)
    mesh = np.asarray(points * (ROWS / height), np.float32)
    colours = _learnt(lab, np.asarray(likely, np.float32), np.asarray(own, np.float32))
    added, rim, apart = _corrections(colours, np.asarray(likely, np.float32), np.asarray(own, np.float32), mesh)
    hanging = jewellery.below_ears(lab, colours.person, mesh)
    more, thin, away, hangs = (_softly(each, (width, height)) for each in (added, rim | apart, apart, hanging))
    return Decided(
        person=np.asarray(np.maximum(person * (1 - thin), more), np.float32),
        generous=np.asarray(np.maximum(person * (1 - away), more), np.float32),
        hanging=light.smoothstep(hangs, 0.2, 0.7),
        colours=colours,
    )


def _corrections(colours: Colours, likely: Floats, own: Floats, points: Floats) -> tuple[Mask, Mask, Mask]:
    """Where colour adds to the network's person, where it takes a rim away, and where a thing that stands apart.

    No rim is taken from above the eyes: there it is hair, whose colours a room may well have.
    """
    certain = (colours.nats > CLEAR) & (likely > LIKELY) | (colours.nats > 2 * CLEAR) & (likely > LIKELY / 2)
    far = cv2.dilate(np.asarray(likely > SURE, np.uint8), disc(BAND)) == 0
    taken = ~colours.person & (own < 0.1)
    below = np.arange(likely.shape[0])[:, None] > points[[topology.OUTER_EYE_RIGHT, topology.OUTER_EYE_LEFT], 1].mean()
    return colours.person & certain, taken & (colours.nats < -CLEAR) & below, taken & far


def _learnt(lab: Picture, likely: Floats, own: Floats) -> Colours:
    labels = np.where(likely > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[cv2.dilate(likely, disc(BAND)) < 0.05] = cv2.GC_BGD
    labels[(cv2.erode(likely, disc(BAND)) > 0.97) | (own > 0.5)] = cv2.GC_FGD
    if not ((labels == cv2.GC_BGD).sum() > ROWS and (labels == cv2.GC_FGD).sum() > ROWS):
        return Colours(likely > 0.5, np.zeros_like(likely))  # nothing to learn from: a head that fills the picture
    room, self = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)  # its clusters start at random: the same photo must give the same bytes
    cv2.grabCut(lab, labels, (0, 0, 0, 0), room, self, 2, cv2.GC_INIT_WITH_MASK)
    return Colours(np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)), _rather((self, room), lab), (self, room))


def _rather(mixtures: tuple[Mixture, Mixture], lab: Picture) -> Floats:
    pixels = np.asarray(lab, np.float32)
    self, room = (_explained(each, pixels) for each in mixtures)
    return np.asarray(self - room, np.float32)


def _explained(model: Mixture, pixels: Floats) -> Floats:
    """Log likelihood f32[H, W] of colours under OpenCV's mixture of five Gaussians."""
    weights, means, spreads = model[0, :5], model[0, 5:20].reshape(5, 3), model[0, 20:].reshape(5, 3, 3)
    each = []
    for weight, mean, spread in zip(weights, means, spreads, strict=True):
        if weight > 1e-4:
            covariance = spread + NOISE * np.eye(3)
            whitened = (pixels - mean.astype(np.float32)) @ np.linalg.cholesky(np.linalg.inv(covariance)).astype(
                np.float32
            )
            level = np.log(weight) - 0.5 * np.log(np.linalg.det(covariance))
            each.append(np.float32(level) - 0.5 * (whitened**2).sum(axis=-1))
    return np.asarray(np.logaddexp.reduce(each, axis=0), np.float32)


def _softly(mask: Mask, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_LINEAR), np.float32)
