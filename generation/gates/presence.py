"""Is it one whole face? How sure the mesh is that it sees one, and how much of it lies outside the picture."""

import numpy as np

from generation.faces import topology
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.subject import Subject
from generation.gates.values import Result


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """What the photo itself cuts off may be cut off in the candidate."""
    return (
        limits.result(
            "face.presence",
            pair.candidate.face.presence,
            good="A face is clearly there.",
            otherwise="The face is hard to make out in this picture.",
        ),
        limits.result(
            "face.outside",
            max(outside(pair.candidate) - outside(pair.reference), 0.0),
            good="Your whole face is in the picture.",
            otherwise="Part of your face is outside the picture.",
        ),
    )


def outside(subject: Subject) -> float:
    """Share of the face's outline that lies outside the picture, 0..1."""
    height, width = subject.picture.shape[:2]
    points = subject.face.points[topology.OVAL]
    return float(np.mean(((points < 0) | (points > [width - 1, height - 1])).any(axis=1)))


def absent(sentence: str) -> Result:
    """What is said of a picture in which no single face is found; nothing else can be asked of it."""
    return Result("face", "single", 0.0, None, 1.0, "refuse", sentence)
