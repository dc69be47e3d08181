"""Is the person whole, and does the background hold? Outline, halo, light of a new backdrop, edges cut with scissors."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.faces.values import Floats
from generation.gates.figure import EYE_DISTANCE, SIZE, Figure
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Result

UNIT: Final = SIZE / 1024  # ring widths below were measured on pictures of about 1024 rows
NEW: Final = 15.0  # Lab distance to the old backdrop from which it is a new one: contrast and vignette change it by 10
RING: Final = 200  # pixels of ring that must show a new backdrop

Mask = NDArray[np.bool_]


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Outline and edges always; residue and light only where the backdrop is a new one."""
    before, after = pair.reference.figure, pair.candidate.figure
    results = (*_outline(before, after, limits), _hard_edge(pair, limits))
    left_over = residue(before, after)
    if left_over is None:
        return results
    return (*results, _residue(left_over, limits), _slope(pair.candidate, limits))


def overlap(before: Figure, after: Figure) -> tuple[float, float]:
    """Intersection over union of the two persons, and the 95th percentile between their outlines in eye distances."""
    known = (before.known * after.known) > 0.5
    a, b = (before.person > 0.5) & known, (after.person > 0.5) & known
    union = float((a | b).sum())
    inside = cv2.erode(known.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    old, new = _edge(a) & inside, _edge(b) & inside
    return float((a & b).sum()) / max(union, 1.0), max(_apart(old, new), _apart(new, old))


def residue(before: Figure, after: Figure) -> float | None:
    """Share of the ring just outside the person that still shows the old background, 0..1; None when it is the same."""
    ring = _ring(before, 3, 10)
    weight = light.blurred(_ring(before, 22, 44).astype(np.float32), 18 * UNIT)
    old, new = _around(before, before, weight), _around(before, after, weight)
    asked = ring & (weight > 0.02) & (np.linalg.norm(new - old, axis=2) > NEW) & (after.known > 0.5)
    if asked.sum() < RING:
        return None
    to_old = np.linalg.norm(after.soft_lab - before.soft_lab, axis=2)
    to_new = np.linalg.norm(after.soft_lab - new, axis=2)
    return float((to_old[asked] < 0.5 * to_new[asked]).mean())


def slope(subject: Subject) -> float:
    """Stops by which the backdrop's light changes across the picture."""
    person = subject.person[::4, ::4]
    behind = light.blurred(person, person.shape[0] / 200) < 0.03
    if behind.mean() < 0.03:
        return 0.0
    stops = light.stops(light.linear(subject.picture[::4, ::4]))[behind]
    down, across = np.nonzero(behind)
    x = np.column_stack([across / person.shape[1] - 0.5, down / person.shape[0] - 0.5, np.ones_like(across)])
    solution, *_ = np.linalg.lstsq(x, stops, rcond=None)
    return float(solution[0])


def _outline(before: Figure, after: Figure, limits: Thresholds) -> tuple[Result, Result]:
    shared, away = overlap(before, after)
    good, otherwise = "All of you is in the picture.", "Part of you was cut away, or something was added beside you."
    return (
        limits.result("background.person", shared, good=good, otherwise=otherwise),
        limits.result("background.outline", away, good=good, otherwise=otherwise),
    )


def _residue(share: float, limits: Thresholds) -> Result:
    return limits.result(
        "background.residue",
        share,
        good="Nothing of the old background is left around you.",
        otherwise="A rim of the old background is left around you.",
    )


def _slope(candidate: Subject, limits: Thresholds) -> Result:
    return limits.result(
        "background.slope",
        abs(slope(candidate)),
        good="The new backdrop is lit evenly.",
        otherwise="The new backdrop is lit from another side than you are.",
    )


def _hard_edge(pair: Pair, limits: Thresholds) -> Result:
    rise = pair.candidate.hard_share - pair.reference.hard_share
    return limits.result(
        "background.hard_edge",
        rise,
        good="Your outline is as soft as in your photo.",
        otherwise="Your outline looks cut out in places: look at hair and shoulders closely.",
    )


def _edge(mask: Mask) -> Mask:
    edge = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return np.asarray(edge > 0)


def _apart(edge: Mask, other: Mask) -> float:
    """95th percentile of the way from one outline to the other, in eye distances; 0 when neither is in the picture."""
    if not edge.any() or not other.any():
        return float(edge.any() != other.any())
    way = cv2.distanceTransform((~edge).astype(np.uint8), cv2.DIST_L2, 5)
    return float(np.percentile(np.asarray(way, np.float32)[other], 95)) / EYE_DISTANCE


def _ring(figure: Figure, low: float, high: float) -> Mask:
    """Pixels outside the person by that much, well inside the picture."""
    inside = cv2.erode(figure.known, np.ones((2 * int(26 * UNIT) + 1,) * 2, np.uint8)) > 0.5
    return (figure.outside > low * UNIT) & (figure.outside <= high * UNIT) & inside


def _around(outline: Figure, figure: Figure, weight: Floats) -> Floats:
    """Lab of the background a little further out, spread over the ring."""
    far = _ring(outline, 22, 44).astype(np.float32)
    spread = light.blurred(figure.soft_lab * far[..., None], 18 * UNIT)
    return np.asarray(spread / (weight[..., None] + 1e-4), np.float32)
