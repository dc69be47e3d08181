"""Is it still this person? Distances to the photo and to every recent real one, in the encoder's space."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from generation import faces
from generation.faces.values import Template
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.values import Result

SAME_PICTURE: Final = 0.15  # the photo itself, cropped or saved anew; two photos of one person were .23 and more apart


def distances(pair: Pair, references: Sequence[Template]) -> tuple[float, ...]:
    """From the candidate to each reference, in the order given. Raises ValueError for templates of another encoder."""
    return tuple(faces.distance(pair.candidate.template, reference) for reference in references)


def judge(pair: Pair, references: Sequence[Template], limits: Thresholds) -> tuple[Result, ...]:
    """Against the source and, relative to what the source itself reaches, against the other real photos.

    This gate sees another face; it is blind to smooth skin, which the texture gate sees.
    """
    source = limits.result(
        "identity.source",
        faces.distance(pair.candidate.template, pair.reference.template),
        good="It is recognisably you.",
        otherwise="It has moved away from the face in your photo.",
    )
    return (source, *_against_references(pair, references, limits))


def _against_references(pair: Pair, references: Sequence[Template], limits: Thresholds) -> tuple[Result, ...]:
    before = np.array([faces.distance(pair.reference.template, reference) for reference in references])
    others = before > SAME_PICTURE
    if not others.any():
        return ()
    before, now = before[others], np.array(distances(pair, references))[others]
    good = "It is as close to your other photos as your own photo is."
    further = "It is further from your other photos than the photo it was made from."
    far = "It does not match one of your recent photos closely enough."
    return (
        limits.result(
            "identity.references_worst", now.max(), good="It matches every one of your photos.", otherwise=far
        ),
        limits.result("identity.references_mean_rise", (now - before).mean(), good=good, otherwise=further),
        limits.result("identity.references_worst_rise", now.max() - before.max(), good=good, otherwise=further),
    )
