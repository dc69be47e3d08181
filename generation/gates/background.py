"""Is the person whole, and does the background hold? Outline, halo, light of a new backdrop, edges cut with scissors."""

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.discs import disc
from generation.gates import company
from generation.gates.figure import EYE_DISTANCE, RIM, Figure
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Result

Mask = NDArray[np.bool_]


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Outline and edges always; residue and light only where the backdrop is a new one."""
    before, after = pair.reference.figure, pair.candidate.figure
    results = (*_outline(before, after, limits), _hard_edge(pair, limits), *_company(pair, limits))
    left_over = pair.residue
    if left_over is None:
        return results
    return (*results, _residue(left_over, limits), _slope(pair, limits), *_scissors(pair, limits))


def overlap(before: Figure, after: Figure) -> tuple[float, float]:
    """Intersection over union of the two persons, and the 95th percentile between their outlines in eye distances."""
    known, now = (before.known * after.known) > 0.5, _body_now(before, after)
    a, b = before.body & known, now & known
    union = float((a | b).sum())
    inside = cv2.erode(known.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    old, new = _edge(a) & inside, _edge(b) & inside
    return float((a & b).sum()) / max(union, 1.0), max(_apart(old, new), _apart(new, old))


def piece(before: Figure, after: Figure) -> float:
    """The largest piece of the person that is no longer there, in square eye distances; thin rims are no pieces.

    The 95th percentile of the whole outline does not see a bite of a twentieth of it.
    """
    known = (before.known * after.known) > 0.5
    gone = before.body & ~_body_now(before, after) & known
    thick = cv2.morphologyEx(gone.astype(np.uint8), cv2.MORPH_OPEN, disc(RIM))
    count, _, stats, _ = cv2.connectedComponentsWithStats(thick)
    return float(stats[1:, cv2.CC_STAT_AREA].max()) / EYE_DISTANCE**2 if count > 1 else 0.0


def _body_now(before: Figure, after: Figure) -> Mask:
    """The candidate's person, but for places where the photo's own outline is in doubt over more than a rim: leaves between
    an arm and a sleeve. There it cannot be said that anything has changed."""
    return np.where(before.doubtful, before.body, after.body)


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


def _outline(before: Figure, after: Figure, limits: Thresholds) -> tuple[Result, ...]:
    shared, away = overlap(before, after)
    seen = {"background.person": shared, "background.outline": away, "background.piece": piece(before, after)}
    good, otherwise = "All of you is in the picture.", "Part of you was cut away, or something was added beside you."
    return tuple(
        limits.result(key, value, good=good, otherwise=otherwise) for key, value in seen.items() if limits.asks(key)
    )


def _company(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    if not limits.asks("background.company"):
        return ()
    result = limits.result(
        "background.company",
        company.kept(pair),
        good="Nobody else was kept before a changed background.",
        otherwise="Somebody beside you stayed as in the photo before a background that was changed.",
    )
    return (result,)


def _residue(share: float, limits: Thresholds) -> Result:
    return limits.result(
        "background.residue",
        share,
        good="Nothing of the old background is left around you.",
        otherwise="A rim of the old background is left around you.",
    )


def _slope(pair: Pair, limits: Thresholds) -> Result:
    """A backdrop with the slope of the old room is lit as the person is: only what it has beyond that counts."""
    seen = slope(pair.candidate)
    return limits.result(
        "background.slope",
        min(abs(seen), abs(seen - slope(pair.reference))),
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


def _scissors(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """Sunlit cloth cannot be the reason here: the outline lies before another backdrop than in the photo."""
    if limits.asks("background.cut"):
        return (_cut("background.cut", pair.candidate.cut_share, limits),)
    if limits.asks("background.scissors"):
        return (_cut("background.scissors", pair.candidate.hard_share - pair.reference.hard_share, limits),)
    return ()


def _cut(key: str, share: float, limits: Thresholds) -> Result:
    return limits.result(
        key,
        share,
        good="Your outline is soft before the new backdrop.",
        otherwise="Your outline was cut out with a hard edge.",
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
