"""Many threads at once get the answers that one gets: networks, encoder and the detector of turned heads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from generation import faces
from generation.faces import single_face, turned_heads

THREADS = 4


@pytest.fixture(scope="module")
def cast(astronaut, hopper):
    """Pictures of different sizes, so that threads that shared a network would disturb each other."""
    return [astronaut, hopper, np.ascontiguousarray(astronaut[:, ::-1]), np.ascontiguousarray(hopper[:460, 60:440])]


def everything(picture):
    """All that is asked of one picture, as numbers."""
    (detection, *_) = faces.detect(picture)
    face = faces.landmarks(picture, detection)
    measured = faces.measure(picture)
    assert measured.template is not None
    doubted = turned_heads.is_head(picture, detection)
    return {
        "detection": [*detection.box, detection.score],
        "mesh": face.mesh,
        "irises": np.concatenate([face.irises.right.ring, face.irises.left.ring]),
        "quality": [component.value or 0.0 for component in measured.quality.components],
        "template": measured.template.vector,
        "person": faces.segment(picture, face)[::16, ::16],
        "heads": [float(doubted), float(len(single_face.people(picture).turned))],
    }


def test_threads_that_measure_at_once_get_what_one_thread_gets(cast):
    alone = [everything(picture) for picture in cast]
    ready = threading.Barrier(THREADS)

    def work(start):
        ready.wait()
        order = [(start + step) % len(cast) for step in range(len(cast))]
        return [(number, everything(cast[number])) for number in order]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [answer for answered in pool.map(work, range(THREADS)) for answer in answered]
    assert len(answers) == THREADS * len(cast)
    for number, answer in answers:
        for what, values in answer.items():
            assert np.array_equal(values, alone[number][what]), (number, what)


def test_batches_from_threads_are_the_batches_of_one(cast):
    found = [faces.subject(picture) for picture in cast]
    alone = [template.vector for template in faces.encode_batch(cast, found, engine="torch")]
    with ThreadPoolExecutor(THREADS) as pool:
        several = list(pool.map(lambda _: faces.encode_batch(cast, found, engine="torch"), range(THREADS)))
    for batch in several:
        assert all(np.array_equal(ours.vector, theirs) for ours, theirs in zip(batch, alone, strict=True))
