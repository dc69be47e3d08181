"""All gates over one candidate."""

from collections.abc import Sequence
from typing import Final

from generation.faces.values import Template
from generation.gates import (
    background,
    belongings,
    body,
    expression,
    face_light,
    geometry,
    identity,
    marks,
    skin_tone,
    symmetry,
    texture,
)
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Report

GATES: Final = {
    "texture": texture,
    "marks": marks,
    "geometry": geometry,
    "symmetry": symmetry,
    "expression": expression,
    "skin_tone": skin_tone,
    "face_light": face_light,
    "background": background,
    "belongings": belongings,
    "body": body,
}


def check(
    reference: Subject,
    candidate: Subject,
    references: Sequence[Template],
    thresholds: Thresholds,
    *,
    compare: bool = True,
) -> Report:
    """Hold a candidate against the untouched photo and against the templates of the recent real photos.

    The candidate need not be pixel-aligned nor of the same size. `compare` False leaves the identity gate out: no
    template is made of a person who did not agree to it. Raises ValueError for templates of another encoder.
    """
    pair = Pair(reference, candidate)
    results = identity.judge(pair, references, thresholds) if compare else ()
    for name, gate in GATES.items():
        # An older set of limits does not know every gate: what was judged by it can be judged by it again.
        if thresholds.has(name):
            results += gate.judge(pair, thresholds)
    return Report(results, thresholds.key, identity.distances(pair, references) if compare else ())
