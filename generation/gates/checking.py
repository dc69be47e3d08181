"""All gates over one candidate."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from generation import faces
from generation.faces.values import Picture, Template
from generation.gates import (
    background,
    belongings,
    body,
    expression,
    eyes,
    face_light,
    geometry,
    identity,
    marks,
    presence,
    skin_tone,
    strokes,
    symmetry,
    texture,
    things,
)
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Report

OF_THE_PICTURE: Final = ("no_face", "several_faces", "face_too_small")  # every other problem is the installation's
GATES: Final = {
    "face": presence,
    "texture": texture,
    "marks": marks,
    "geometry": geometry,
    "symmetry": symmetry,
    "expression": expression,
    "eyes": eyes,
    "skin_tone": skin_tone,
    "face_light": face_light,
    "background": background,
    "belongings": belongings,
    "body": body,
    "things": things,
    "strokes": strokes,
}


def check_picture(
    reference: Subject,
    picture: Picture,
    references: Sequence[Template],
    thresholds: Thresholds,
    *,
    compare: bool = True,
) -> tuple[Subject | None, Report]:
    """The same for a picture of which nothing is known yet: one without a single usable face is refused, in words.

    So is what is no picture at all, such as the floats of a model that came to nothing.
    """
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or picture.size == 0:
        return None, Report((presence.absent("What was made is not a picture."),), thresholds.key, ())
    try:
        subject = Subject.of(picture)
    except faces.FaceError as problem:
        if problem.code not in OF_THE_PICTURE:
            raise
        return None, Report((presence.absent(str(problem)),), thresholds.key, ())
    return subject, check(reference, subject, references, thresholds, compare=compare)


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
