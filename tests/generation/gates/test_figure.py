"""Where the network is unsure over more than an outline, nothing can be said to be lost."""

import numpy as np

from generation.gates.figure import SIZE, Figure


def figure(person):
    ones = np.ones((SIZE, SIZE), np.float32)
    return Figure(np.zeros((SIZE, SIZE, 3), np.uint8), person, ones)


def test_a_sofa_that_may_be_somebody_is_in_doubt_with_the_islands_in_its_midst():
    person = np.zeros((SIZE, SIZE), np.float32)
    person[100:, 200:400] = 1
    person[300:360, 400:500] = 0.6
    person[320:335, 440:455] = 0.95
    doubtful = figure(person).doubtful
    assert doubtful[325, 447]
    assert not doubtful[325, 380]


def test_the_softness_of_an_outline_is_no_doubt():
    person = np.zeros((SIZE, SIZE), np.float32)
    person[:, 200:] = 1
    person[:, 196:202] = 0.5
    assert not figure(person).doubtful.any()
