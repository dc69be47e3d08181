"""Is it their own body and clothing? Structure and colour below the chin, after a smooth registration."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.faces import topology
from generation.faces.values import Floats
from generation.gates import figure
from generation.gates.figure import Figure
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.registration import moved
from generation.gates.values import Result

PIXELS: Final = 5000  # of body in the figure's frame: with fewer there is nothing to compare
BELOW_CHIN: Final = 0.025  # of the frame
STRUCTURED: Final = 2e-3  # variance of stops from which cloth has structure at all
DARK: Final = 12.0  # L*: compression, not cloth, decides what such pixels show
_SSIM: Final = (1e-4, 9e-4)

Mask = NDArray[np.bool_]


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Nothing when hardly any body is in the picture."""
    before, after = pair.reference.figure, pair.candidate.figure
    body = _body(pair)
    seen = dict(_outline(pair))
    if body.sum() >= PIXELS:
        top = int(np.flatnonzero(body.any(axis=1))[0])
        structure, *colours = _compare(before, after, body, top, pair.figure_flow)
        seen |= {"body.structure": structure, **dict(zip(_colours(limits), colours, strict=False))}
    return tuple(
        limits.result(
            key,
            value,
            good="Your body and clothing are your own.",
            otherwise="Body or clothing are not the ones in your photo.",
        )
        for key, value in seen.items()
        if limits.asks(key)
    )


def _colours(limits: Thresholds) -> tuple[str, ...]:
    """Older sets ask for plain chroma."""
    return ("body.colour_seen",) if limits.asks("body.colour_seen") else ("body.colour_seen", "body.colour")


def _outline(pair: Pair) -> Iterator[tuple[str, float]]:
    """Intersection over union of the two bodies: two dark suits have little else to tell them apart."""
    before, after = pair.reference.figure, pair.candidate.figure
    known = _below_chin(pair) & (before.known * after.known > 0.5)
    a, b = (before.person > 0.5) & known, (after.person > 0.5) & known
    if a.sum() >= PIXELS:
        yield "body.outline", float((a & b).sum()) / float((a | b).sum())


def _below_chin(pair: Pair) -> Mask:
    chin = float(pair.reference.points[topology.CHIN_TIP, 1]) * figure.SHRINK + figure.OFFSET[1]
    below = np.arange(figure.SIZE)[:, None] >= max(0, int(chin + BELOW_CHIN * figure.SIZE))
    return np.asarray(np.broadcast_to(below, (figure.SIZE, figure.SIZE)))


def _body(pair: Pair) -> Mask:
    before, after = pair.reference.figure, pair.candidate.figure
    both = (before.person > 0.5) & (after.person > 0.5) & (before.known * after.known > 0.5) & _below_chin(pair)
    return np.asarray(cv2.erode(both.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0)


def _compare(before: Figure, after: Figure, body: Mask, top: int, flow: Floats) -> tuple[float, float, float]:
    """Structural similarity, and the 90th percentile of the change of colour beyond the picture's own cast: as an eye
    sees it, and in plain chroma."""
    start = max(0, top - 24)
    mask, flow = body[start:], flow[start:]
    old, new = (_local(each.stops[start:]) for each in (before, after))
    active = mask & (before.lab[start:, :, 0] > DARK)
    if active.sum() < PIXELS / 5:
        return 1.0, 0.0, 0.0
    return _structure(old, moved(new, flow), active), *_colour(
        before.lab[start:], moved(after.lab[start:], flow), active
    )


def _local(stops: Floats) -> Floats:
    return stops - light.blurred(stops, 12.0)


def _structure(old: Floats, new: Floats, mask: Mask) -> float:
    """Mean structural similarity (Wang 2004) where the cloth has structure."""

    def mean(image: Floats) -> Floats:
        return light.blurred(image, 2.5)

    shared = 2 * (mean(old * new) - mean(old) * mean(new)) + _SSIM[1]
    spread = mean(old * old) - mean(old) ** 2 + mean(new * new) - mean(new) ** 2 + _SSIM[1]
    similar = shared / spread
    structured = mask & (mean(old * old) > STRUCTURED)
    return float(similar[structured if structured.sum() > 200 else mask].mean())


def _colour(old: Floats, new: Floats, mask: Mask) -> tuple[float, float]:
    """Vivid cloth may move further than grey before an eye sees it: the weights of CIE94 for chroma and for hue."""
    own = light.blurred(old, 6.0)[mask]
    change = own - light.blurred(new, 6.0)[mask]
    beyond = (change - np.median(change, axis=0))[:, 1:]
    chroma = np.linalg.norm(own[:, 1:], axis=1)
    along = (beyond * own[:, 1:]).sum(axis=1) / np.maximum(chroma, 1e-3)
    across = np.sqrt(np.maximum((beyond**2).sum(axis=1) - along**2, 0))
    seen = np.hypot(along / (1 + 0.045 * chroma), across / (1 + 0.015 * chroma))
    return float(np.percentile(seen, 90)), float(np.percentile(np.linalg.norm(beyond, axis=1), 90))
