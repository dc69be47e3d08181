"""All gates over one candidate."""

from collections.abc import Sequence
from typing import Final

from generation.faces.values import Template
from generation.gates import background, body, expression, geometry, identity, skin_tone, texture
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Report

GATES: Final = (texture, geometry, expression, skin_tone, background, body)


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
    for gate in GATES:
        results += gate.judge(pair, thresholds)
    return Report(results, thresholds.key, identity.distances(pair, references) if compare else ())
