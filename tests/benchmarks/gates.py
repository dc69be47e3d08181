"""What the gates cost: processor time for one candidate at the size of a portrait, the photo analysed before."""

import time
from itertools import cycle

import numpy as np
from skimage import data

from generation import faces, gates, recipe
from generation.engines import engine_for
from tests.benchmarks.measures import Figure, measured


def rows(unit: Figure) -> list[str]:
    """The candidates of the shipped recipe in turn, held against the photo and one other real photo."""
    refine = recipe.load("refine")
    engine, limits = engine_for(refine), gates.thresholds(refine.gates)
    prepared = engine.prepare(data.astronaut(), refine)
    made = [engine.render(prepared, variant).picture for variant in refine.variants]
    other = np.ascontiguousarray(np.roll(data.astronaut(), 3, axis=1))
    known = (faces.encode(other, faces.subject(other)),)
    photo, candidates = gates.Subject.of(prepared.crop, enlarged=prepared.enlarged), cycle(made)

    def once() -> None:
        gates.check_picture(photo, next(candidates), known, limits)

    def photo_too() -> None:
        gates.check_picture(gates.Subject.of(prepared.crop), next(candidates), known, limits)

    each = measured("gates, one candidate at 1024 px, processor time", 8, once, warm=2, clock=time.process_time)
    first = measured("the same with the photo's own analysis", 4, photo_too, clock=time.process_time)
    return [each.line(unit, "<= 1.0 s"), first.line(unit, "")]
